package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.security.AddressRange;
import io.automationhub.hub.platform.security.Authenticator;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets requests in by API key. */
public final class ApiKeyAuthenticator implements Authenticator {

    private final ApiKeyCache cache;
    private final KeyUse use;
    private final Clock clock;
    private final byte @Nullable [] operators;

    /**
     * Puts it together.
     *
     * @param operatorsKey the value of {@code HUB_ADMIN_KEY}, the one key that need not have a key's form, or null
     */
    public ApiKeyAuthenticator(ApiKeyCache cache, KeyUse use, Clock clock, @Nullable String operatorsKey) {
        this.cache = cache;
        this.use = use;
        this.clock = clock;
        this.operators = operatorsKey == null ? null : ApiKeySecret.hash(operatorsKey);
    }

    @Override
    public @Nullable Caller authenticate(Credentials credentials) {
        String secret = credentials.secret();
        if (secret == null) {
            return null;
        }
        byte[] hash = ApiKeySecret.hash(secret);
        if (!ApiKeySecret.isWellFormed(secret) && !MessageDigest.isEqual(hash, operators)) {
            throw refused("This is not an API key");
        }
        KnownKey key = cache.find(hash)
                .filter(found -> MessageDigest.isEqual(found.hash(), hash))
                .orElseThrow(() -> refused("The API key is not known"));
        Instant now = clock.instant();
        if (key.revokedAt() != null) {
            throw refused("The API key was revoked");
        }
        if (key.expiresAt() != null && !now.isBefore(key.expiresAt())) {
            throw refused("The API key has expired");
        }
        if (!key.addresses().isEmpty()
                && key.addresses().stream()
                        .noneMatch(range -> AddressRange.parse(range).contains(credentials.address()))) {
            throw refused("The API key is not good from this address");
        }
        use.note(key.id(), now, credentials.address());
        return new Caller(
                key.organizationId(), key.id().subject(), Set.copyOf(key.scopes()), Set.copyOf(key.projects()));
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
