package io.automationhub.hub.features.triggers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code trigger_fires}. */
public record FireRow(
        UUID id,
        UUID organizationId,
        UUID triggerId,
        String key,
        String status,
        @Nullable UUID runId,
        @Nullable String reason,
        Instant firedAt) {}
