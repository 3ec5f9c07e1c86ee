package io.automationhub.hub.features.identity;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is stored.
 *
 * @param bootstrap whether it is the organization's first key, which {@code HUB_ADMIN_KEY} governs
 */
public record ApiKeyRow(
        OrganizationId organizationId,
        ApiKeyId id,
        String name,
        List<String> scopes,
        List<UUID> projects,
        List<String> addresses,
        boolean bootstrap,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedAddress) {}
