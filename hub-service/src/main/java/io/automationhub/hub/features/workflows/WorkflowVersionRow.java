package io.automationhub.hub.features.workflows;

import java.time.Instant;
import java.util.UUID;

/** A row of {@code workflow_versions} without its plan. */
public record WorkflowVersionRow(
        UUID workflowId, int version, String source, Instant publishedAt, String publishedBy) {}
