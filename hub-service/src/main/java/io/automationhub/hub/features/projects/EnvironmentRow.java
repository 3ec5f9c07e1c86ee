package io.automationhub.hub.features.projects;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code environments} with its domains; the overrides are a JSON document. */
public record EnvironmentRow(
        UUID id,
        UUID organizationId,
        UUID projectId,
        String slug,
        String name,
        String host,
        String overrides,
        @Nullable UUID currentReleaseId,
        List<String> domains,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
