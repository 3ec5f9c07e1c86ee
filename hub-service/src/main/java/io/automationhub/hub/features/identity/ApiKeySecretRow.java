package io.automationhub.hub.features.identity;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One secret of a key.
 *
 * @param hash SHA-256 of it
 * @param hint its first characters
 * @param expiresAt end of the grace after a rotation, null for the newest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ApiKeySecretRow(
        OrganizationId organizationId,
        ApiKeyId apiKeyId,
        byte[] hash,
        String hint,
        Instant createdAt,
        @Nullable Instant expiresAt) {}
