package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /runs/{run}/retry}.
 *
 * @param fromStep the step to begin at; those that did not end well when null
 * @param input what to run with instead of what the ended run had, or null
 * @param version number of a published version, or {@code latest}; that of the ended run when null
 */
public record RetryRun(
        @Nullable String fromStep,
        @Nullable JsonNode input,
        @Nullable JsonNode version) {}
