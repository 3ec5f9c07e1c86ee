package io.automationhub.hub.features.apis;

import java.time.Instant;
import java.util.UUID;

/** A row of {@code apis}; the settings are a JSON document. */
public record ApiRow(
        UUID id,
        UUID organizationId,
        String slug,
        String settings,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
