package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.security.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Turns stored keys into shown ones, and texts into ids. */
final class ApiKeyMapper {

    private ApiKeyMapper() {}

    /**
     * A key as it is shown.
     *
     * @param secrets of this and perhaps other keys, newest first
     */
    static ApiKey shown(ApiKeyRow row, List<ApiKeySecretRow> secrets, Instant now) {
        List<ApiKeySecretRow> own =
                secrets.stream().filter(one -> one.apiKeyId().equals(row.id())).toList();
        String hint = own.stream()
                .filter(one -> one.expiresAt() == null)
                .findFirst()
                .map(ApiKeySecretRow::hint)
                .orElse("");
        Instant grace = own.stream()
                .flatMap(one -> Optional.ofNullable(one.expiresAt()).stream())
                .filter(end -> end.isAfter(now))
                .max(Instant::compareTo)
                .orElse(null);
        return new ApiKey(
                row.id(),
                row.name(),
                hint,
                row.scopes(),
                row.projects(),
                row.addresses(),
                row.createdAt(),
                row.createdBy(),
                row.expiresAt(),
                grace,
                row.lastUsedAt(),
                row.lastUsedAddress());
    }

    /** What is stored of a new secret. */
    static ApiKeySecretRow secret(ApiKeyRow row, String secret, Instant now) {
        return new ApiKeySecretRow(
                row.organizationId(), row.id(), ApiKeySecret.hash(secret), ApiKeySecret.hint(secret), now, null);
    }

    /** The id in a text, empty when it is none. */
    static Optional<ApiKeyId> parse(String text) {
        try {
            return Optional.of(new ApiKeyId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The key a caller uses, empty for a caller without one. */
    static Optional<ApiKeyId> idOf(Caller caller) {
        String subject = caller.subject();
        int colon = subject.indexOf(':');
        return colon < 0 ? Optional.empty() : parse(subject.substring(colon + 1));
    }
}
