package io.automationhub.activities.notify;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One message to another program.
 *
 * @param uri absolute, http or https
 * @param body JSON, sent as it stands
 * @param secret signs the body; null for an unsigned delivery
 */
public record Webhook(URI uri, String body, @Nullable String secret) {

    /** Names neither the path nor the secret: addresses of webhooks often hold a token. */
    @Override
    public String toString() {
        return "Webhook[" + uri.getHost() + "]";
    }
}
