package io.automationhub.hub.features.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param scopes what it grants, nothing the maker does not hold
 * @param projects the only projects it reaches; empty for all the maker reaches
 * @param addresses the only ranges of addresses it is good from; empty for all the maker's is
 * @param expiresAt null for as long as the maker's
 */
public record CreateApiKey(
        String name,
        List<String> scopes,
        @Nullable List<UUID> projects,
        @Nullable List<String> addresses,
        @Nullable Instant expiresAt) {}
