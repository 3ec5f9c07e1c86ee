package io.automationhub.hub.platform.web.server;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secret in {@code Authorization: Bearer} or {@code X-API-Key}, or for a socket, where a browser's page can set
 * neither, in {@code Sec-WebSocket-Protocol: bearer.<key>}. Never in the address, which is logged and kept.
 */
final class Bearer {

    static final String API_KEY = "X-API-Key";

    private static final String SCHEME = "Bearer ";
    private static final String PROTOCOL = "bearer.";

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

    /** The secret among the protocols that a socket is asked for with, or null; refuses two. */
    static @Nullable String offered(@Nullable String protocols) {
        String secret = null;
        for (String protocol : (protocols == null ? "" : protocols).split(",", -1)) {
            String name = protocol.trim();
            if (name.startsWith(PROTOCOL)) {
                if (secret != null) {
                    throw new ProblemException(ProblemType.UNAUTHENTICATED, "Two credentials were sent");
                }
                secret = notEmpty(name.substring(PROTOCOL.length()));
            }
        }
        return secret;
    }

    private static String notEmpty(String secret) {
        if (secret.isEmpty()) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The credentials are empty");
        }
        return secret;
    }
}
