package io.automationhub.hub.features.workflows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A workflow as the API answers it. */
public record WorkflowBody(
        WorkflowId id,
        String slug,
        String name,
        @Nullable String description,
        String draft,
        @Nullable Integer publishedVersion,
        Instant createdAt,
        Instant updatedAt) {

    static WorkflowBody of(Workflow workflow) {
        return new WorkflowBody(
                workflow.id(),
                workflow.slug(),
                workflow.name(),
                workflow.description(),
                workflow.draft(),
                workflow.publishedVersion(),
                workflow.createdAt(),
                workflow.updatedAt());
    }
}
