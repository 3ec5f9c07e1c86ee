package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One call per item.
 *
 * @param items an array, or an expression that yields one
 * @param maxParallel calls at a time, at least 1
 * @param maxFailures failed items that are tolerated; one more fails the step and starts no further item
 */
public record ForEachRule(JsonNode items, int maxParallel, int maxFailures) {

    /** Calls at a time when the definition does not say. */
    public static final int DEFAULT_PARALLEL = 20;

    /** The most calls at a time a definition may ask for. */
    public static final int MAX_PARALLEL = 200;
}
