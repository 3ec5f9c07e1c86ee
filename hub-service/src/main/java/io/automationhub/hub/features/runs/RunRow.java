package io.automationhub.hub.features.runs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code runs}; trigger, request, steps, output and error are JSON documents. */
public record RunRow(
        UUID id,
        UUID organizationId,
        @Nullable UUID workflowId,
        @Nullable Integer workflowVersion,
        String name,
        String trigger,
        String request,
        String status,
        @Nullable String steps,
        @Nullable String output,
        @Nullable String error,
        String requestedBy,
        @Nullable UUID retryOf,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
