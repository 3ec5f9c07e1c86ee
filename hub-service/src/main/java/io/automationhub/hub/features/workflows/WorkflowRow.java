package io.automationhub.hub.features.workflows;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code workflows}. */
public record WorkflowRow(
        UUID id,
        UUID organizationId,
        String slug,
        String name,
        @Nullable String description,
        String draft,
        @Nullable Integer publishedVersion,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
