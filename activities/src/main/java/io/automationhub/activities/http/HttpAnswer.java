package io.automationhub.activities.http;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What another service answered.
 *
 * @param uri where it came from, after redirects
 * @param headers by lower-case name
 * @param body read as UTF-8; empty when it was written elsewhere
 */
public record HttpAnswer(URI uri, int status, Map<String, List<String>> headers, String body) {

    /** Whether the status is 200 to 299. */
    public boolean successful() {
        return status >= 200 && status < 300;
    }
}
