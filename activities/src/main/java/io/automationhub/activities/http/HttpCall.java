package io.automationhub.activities.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to another service.
 *
 * @param method upper-case token such as {@code POST}
 * @param uri absolute, http or https, without user information
 * @param headers sent to the host of the URI only, never to another it redirects to
 * @param body sent as UTF-8; null for none
 * @param timeout for everything from look-up to the last byte, redirects included
 * @param maxResponse bytes of the body that are accepted
 * @param maxRedirects redirects that are followed; 0 returns the first one as the answer
 */
public record HttpCall(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable String body,
        Duration timeout,
        long maxResponse,
        int maxRedirects) {

    /** A {@code POST} of JSON with 10 s, 64 KiB and no redirect. */
    public static HttpCall postJson(URI uri, Map<String, String> headers, String body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        return new HttpCall("POST", uri, all, body, Duration.ofSeconds(10), 64 * 1024, 0);
    }

    HttpCall at(URI other, String otherMethod, Map<String, String> otherHeaders, @Nullable String otherBody) {
        return new HttpCall(otherMethod, other, otherHeaders, otherBody, timeout, maxResponse, maxRedirects);
    }
}
