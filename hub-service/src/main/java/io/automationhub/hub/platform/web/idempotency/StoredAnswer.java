package io.automationhub.hub.platform.web.idempotency;

import java.util.Map;

/** An answer that is given again. */
public final class StoredAnswer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /** The headers are those that belong to the answer itself, such as {@code Location}; the body may be empty. */
    public StoredAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }
}
