package io.automationhub.hub.features.secrets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body that sets a secret.
 *
 * @param hosts servers it may be sent to; null leaves them as they are
 */
public record SecretBody(String value, @Nullable List<String> hosts) {

    /** Without the value, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "SecretBody[***]";
    }
}
