package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Input of {@code request}; the manifest says what each means.
 *
 * @param expect numbers and texts such as {@code 2xx} and {@code 200-204}
 */
record Request(
        @Nullable String url,
        @Nullable String api,
        @Nullable String path,
        String method,
        Map<String, JsonNode> query,
        Map<String, String> headers,
        @Nullable JsonNode body,
        @Nullable String text,
        @Nullable Map<String, String> form,
        @Nullable Credential auth,
        @Nullable String timeout,
        List<JsonNode> expect,
        String failOn,
        int maxBytes,
        boolean followRedirects,
        boolean idempotent) {

    /** Methods that read, by RFC 9110. */
    static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** Whether sending it twice does no more than sending it once. */
    boolean repeatable() {
        return repeatable(method, idempotent);
    }

    static boolean repeatable(String method, boolean idempotent) {
        return idempotent || REPEATABLE.contains(method);
    }

    /** Leaves out everything that may be private. */
    @Override
    public String toString() {
        return "Request[" + method + "]";
    }

    /** Input of {@code get}. */
    record Read(
            @Nullable String url,
            @Nullable String api,
            @Nullable String path,
            String method,
            Map<String, JsonNode> query,
            Map<String, String> headers,
            @Nullable Credential auth,
            @Nullable String timeout,
            List<JsonNode> expect,
            String failOn,
            int maxBytes,
            boolean followRedirects) {

        Request request() {
            return new Request(
                    url,
                    api,
                    path,
                    method,
                    query,
                    headers,
                    null,
                    null,
                    null,
                    auth,
                    timeout,
                    expect,
                    failOn,
                    maxBytes,
                    followRedirects,
                    true);
        }
    }
}
