package io.automationhub.hub.features.identity;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a secret to let a request in.
 *
 * @param expiresAt the earlier of the key's and the secret's end, null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KnownKey(
        byte[] hash,
        OrganizationId organizationId,
        ApiKeyId id,
        List<String> scopes,
        List<UUID> projects,
        List<String> addresses,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {}
