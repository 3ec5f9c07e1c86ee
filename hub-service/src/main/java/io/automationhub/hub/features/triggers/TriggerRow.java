package io.automationhub.hub.features.triggers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code triggers} without its secret; input and settings are JSON documents. */
public record TriggerRow(
        UUID id,
        UUID organizationId,
        UUID workflowId,
        @Nullable String name,
        String type,
        boolean enabled,
        @Nullable Integer pinnedVersion,
        String input,
        String settings,
        int version,
        @Nullable Instant scheduledUntil,
        Instant createdAt,
        Instant updatedAt,
        String createdBy) {}
