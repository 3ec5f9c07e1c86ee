package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /runs/retry}.
 *
 * @param where which runs
 * @param fromStep the step to begin at; those that did not end well when null
 * @param version number of a published version, or {@code latest}; each run's own when null
 * @param limit how many at most
 * @param dryRun whether they are only named
 */
public record BulkRetry(
        RunSelection where,
        @Nullable String fromStep,
        @Nullable JsonNode version,
        @Nullable Integer limit,
        @Nullable Boolean dryRun) {}
