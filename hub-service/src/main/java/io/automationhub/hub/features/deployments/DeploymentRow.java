package io.automationhub.hub.features.deployments;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code deployments}; the failure report is a JSON document. */
public record DeploymentRow(
        UUID id,
        UUID organizationId,
        UUID projectId,
        UUID environmentId,
        UUID runId,
        String kind,
        @Nullable String ref,
        @Nullable UUID releaseId,
        @Nullable UUID previousReleaseId,
        String status,
        @Nullable String failure,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
