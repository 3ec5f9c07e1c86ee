package io.automationhub.hub.platform.web.server;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The headers every answer carries, an error of the server itself included. */
final class Headers {

    /** For answers that are data: nothing in them may ever be run or framed. */
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private static final HttpField[] ALWAYS = {
        new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
        new PreEncodedHttpField("X-Frame-Options", "DENY"),
        new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
        new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
        new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
        new PreEncodedHttpField("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
        new PreEncodedHttpField("Content-Security-Policy", API_POLICY),
        new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"),
    };

    private Headers() {}

    /** Sets them; what a resource sets afterwards, such as its own policy, replaces them. */
    static void secure(HttpFields.Mutable headers) {
        for (HttpField field : ALWAYS) {
            headers.put(field);
        }
    }
}
