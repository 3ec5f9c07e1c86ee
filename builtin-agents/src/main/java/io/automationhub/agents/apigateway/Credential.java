package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows to the service. The secret is named, never held; it must be bound to the server it is sent to.
 *
 * @param type how it is shown
 * @param secret name of the secret: token, password, value, or the client's secret for {@code oauth2}
 * @param username for {@code basic}
 * @param name header or query parameter, for those types
 * @param tokenUrl where {@code oauth2} gets its token, by client credentials (RFC 6749, 4.4)
 * @param clientId for {@code oauth2}
 * @param scope asked for with {@code oauth2}
 */
public record Credential(
        Type type,
        String secret,
        @Nullable String username,
        @Nullable String name,
        @Nullable String tokenUrl,
        @Nullable String clientId,
        @Nullable String scope) {

    /** How a credential is shown. */
    public enum Type {
        /** {@code Authorization: Bearer}. */
        @JsonProperty("bearer")
        BEARER,
        /** {@code Authorization: Basic}, with a user name. */
        @JsonProperty("basic")
        BASIC,
        /** A header of the service's own. */
        @JsonProperty("header")
        HEADER,
        /** A query parameter. */
        @JsonProperty("query")
        QUERY,
        /** {@code Authorization: Bearer} with a token from a token service. */
        @JsonProperty("oauth2")
        OAUTH2
    }
}
