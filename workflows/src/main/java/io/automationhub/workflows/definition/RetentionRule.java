package io.automationhub.workflows.definition;

import org.jspecify.annotations.Nullable;

/**
 * How long ended runs of a workflow are kept; whatever is reached first removes one.
 *
 * @param days since its end, from 1, or null for the hub's own rule
 * @param runs how many of the newest, from 1, or null for any number
 */
public record RetentionRule(
        @Nullable Integer days, @Nullable Integer runs) {

    /** The most days a definition may ask for. */
    public static final int MAX_DAYS = 3_650;

    /** The most runs a definition may ask for. */
    public static final int MAX_RUNS = 1_000_000;
}
