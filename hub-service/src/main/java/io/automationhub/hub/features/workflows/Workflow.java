package io.automationhub.hub.features.workflows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A definition under a stable name.
 *
 * @param slug unique in the organization, from the definition's name
 * @param draft the definition as it was written, comments and all
 * @param publishedVersion the newest version, null before the first
 * @param version counts changes, for ETags
 */
public record Workflow(
        WorkflowId id,
        String slug,
        String name,
        @Nullable String description,
        String draft,
        @Nullable Integer publishedVersion,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
