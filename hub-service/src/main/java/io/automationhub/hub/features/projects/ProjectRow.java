package io.automationhub.hub.features.projects;

import java.time.Instant;
import java.util.UUID;

/** A row of {@code projects}; the settings are JSON documents. */
public record ProjectRow(
        UUID id,
        UUID organizationId,
        String slug,
        String name,
        String source,
        String build,
        String runtime,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
