package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run in a list. */
public record RunSummary(
        RunId id,
        @Nullable UUID workflow,
        @Nullable Integer workflowVersion,
        String name,
        JsonNode trigger,
        String status,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
