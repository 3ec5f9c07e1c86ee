package io.automationhub.hub.features.triggers;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /triggers/{trigger}/rotate-secret}.
 *
 * @param secret the new one; a random one when null
 */
public record RotateSecret(@Nullable String secret) {

    /** Without the secret, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "RotateSecret[]";
    }
}
