package io.automationhub.hub.features.triggers.webhook;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request at a webhook's address.
 *
 * @param trigger the id in its address
 * @param token what follows the id in its address, or null
 * @param headers by their names in lower case, each with its first value
 * @param query parameters by name
 * @param body as it was sent, byte for byte
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Delivery(
        String trigger,
        @Nullable String token,
        Map<String, String> headers,
        Map<String, List<String>> query,
        byte[] body) {

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Without what it holds, which may be secret. */
    @Override
    public String toString() {
        return "Delivery[" + trigger + "]";
    }
}
