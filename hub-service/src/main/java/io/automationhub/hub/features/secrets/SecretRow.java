package io.automationhub.hub.features.secrets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A secret in a scope, as it is stored. */
public record SecretRow(
        UUID id,
        String scopeKind,
        UUID scopeId,
        String name,
        int version,
        List<String> hosts,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy,
        @Nullable Instant deletedAt) {}
