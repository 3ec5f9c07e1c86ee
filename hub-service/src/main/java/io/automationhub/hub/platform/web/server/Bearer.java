package io.automationhub.hub.platform.web.server;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Finds the secret in {@code Authorization: Bearer} or {@code X-API-Key}. */
final class Bearer {

    static final String API_KEY = "X-API-Key";

    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The secret, or null where neither header was sent; refuses other schemes and two different secrets. */
    static @Nullable String secret(@Nullable String authorization, @Nullable String apiKey) {
        if (authorization == null) {
            return apiKey == null ? null : notEmpty(apiKey.trim());
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Only the Bearer scheme is accepted");
        }
        String token = notEmpty(authorization.substring(SCHEME.length()).trim());
        if (apiKey != null && !apiKey.trim().equals(token)) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Two different credentials were sent");
        }
        return token;
    }

    private static String notEmpty(String secret) {
        if (secret.isEmpty()) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The credentials are empty");
        }
        return secret;
    }
}
