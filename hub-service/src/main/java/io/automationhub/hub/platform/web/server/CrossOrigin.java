package io.automationhub.hub.platform.web.server;

import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;

/** Lets pages of configured origins call the API (CORS); all others are left to the browser's refusal. */
final class CrossOrigin {

    private static final PreEncodedHttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Origin");
    private static final PreEncodedHttpField METHODS =
            new PreEncodedHttpField("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    private static final PreEncodedHttpField ALLOWED = new PreEncodedHttpField(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Hub-Version, Last-Event-ID, Prefer,"
                    + " X-API-Key, X-Request-ID");
    private static final PreEncodedHttpField EXPOSED = new PreEncodedHttpField(
            "Access-Control-Expose-Headers",
            "Deprecation, ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, Sunset,"
                    + " X-Request-ID");
    private static final PreEncodedHttpField MAX_AGE = new PreEncodedHttpField("Access-Control-Max-Age", "600");

    private final Set<String> origins;

    CrossOrigin(Set<String> origins) {
        this.origins = origins;
    }

    /** Adds what the browser is to know; tells whether the request only asked for that and is answered with 204. */
    boolean answer(Request request, HttpFields.Mutable headers) {
        if (origins.isEmpty()) {
            return false;
        }
        headers.put(VARY);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null || !origins.contains(origin)) {
            return false;
        }
        headers.put("Access-Control-Allow-Origin", origin);
        if (HttpMethod.OPTIONS.is(request.getMethod())
                && request.getHeaders().contains("Access-Control-Request-Method")) {
            headers.put(METHODS);
            headers.put(ALLOWED);
            headers.put(MAX_AGE);
            return true;
        }
        headers.put(EXPOSED);
        return false;
    }
}
