package io.automationhub.hub.platform.security;

import org.jspecify.annotations.Nullable;

/**
 * What a request brings to say who makes it.
 *
 * @param secret the token of {@code Authorization: Bearer} or of {@code X-API-Key}, or null where none was sent
 * @param address the client's address as text, never a name; a trusted proxy's word for it where one is configured
 */
public record Credentials(@Nullable String secret, String address) {

    /** Without the secret, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "Credentials[" + (secret == null ? "none" : "***") + ", " + address + "]";
    }
}
