package io.automationhub.hub.features.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret, as the API shows it.
 *
 * @param hint first characters of the secret
 * @param projects the only projects it reaches; empty for all
 * @param addresses the only ranges of addresses it is good from; empty for all
 * @param graceUntil until when the secret before the last rotation still works, null when it does not
 * @param lastUsedAt to within half a minute
 */
public record ApiKey(
        ApiKeyId id,
        String name,
        String hint,
        List<String> scopes,
        List<UUID> projects,
        List<String> addresses,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant graceUntil,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedAddress) {}
