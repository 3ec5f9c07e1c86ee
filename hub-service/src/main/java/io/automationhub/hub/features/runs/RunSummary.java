package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param retryOf the run it takes over from, or null
 * @param durationMs from its start to its end; null until then
 * @param error code of the problem it ended with, or null
 * @param failedStep id of the first step whose failure was not handled, or null
 */
public record RunSummary(
        RunId id,
        @Nullable UUID workflow,
        @Nullable Integer workflowVersion,
        String name,
        JsonNode trigger,
        String status,
        String requestedBy,
        @Nullable RunId retryOf,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long durationMs,
        @Nullable String error,
        @Nullable String failedStep) {}
