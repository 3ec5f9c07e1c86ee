package io.automationhub.hub.features.identity;

/**
 * A key with its secret, which is shown this once and never again.
 *
 * @param secret what clients send
 */
public record IssuedApiKey(ApiKey apiKey, String secret) {

    /** Without the secret, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "IssuedApiKey[" + apiKey.id() + "]";
    }
}
