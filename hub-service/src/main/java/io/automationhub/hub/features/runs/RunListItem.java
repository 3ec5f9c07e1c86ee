package io.automationhub.hub.features.runs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run without its documents, for lists. */
public record RunListItem(
        UUID id,
        @Nullable UUID workflowId,
        @Nullable Integer workflowVersion,
        String name,
        String trigger,
        String status,
        String requestedBy,
        @Nullable UUID retryOf,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long durationMs,
        @Nullable String errorCode,
        @Nullable String failedStep) {}
