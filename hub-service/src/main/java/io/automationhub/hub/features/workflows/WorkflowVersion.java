package io.automationhub.hub.features.workflows;

import java.time.Instant;

/**
 * A published definition; never changes.
 *
 * @param version counts from 1
 * @param definition as it was written
 * @param publishedBy subject of whoever published it
 */
public record WorkflowVersion(
        WorkflowId workflow, int version, String definition, Instant publishedAt, String publishedBy) {}
