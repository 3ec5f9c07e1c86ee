package io.automationhub.agents.apigateway;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service an organization has registered.
 *
 * @param slug what steps call it
 * @param baseUrl absolute, http or https; paths are appended to it
 * @param headers sent with every request; a request's own win
 * @param auth what every request shows, or null
 * @param methods upper-case; empty allows all
 * @param paths patterns of {@link PathPattern}; empty allows all
 */
public record RegisteredApi(
        UUID id,
        String slug,
        URI baseUrl,
        Map<String, String> headers,
        @Nullable Credential auth,
        Retries retries,
        List<String> methods,
        List<String> paths) {

    public RegisteredApi {
        headers = Map.copyOf(headers);
        methods = List.copyOf(methods);
        paths = List.copyOf(paths);
    }

    /** Whether a request is one of those the API is registered for. */
    boolean permits(String method, String path) {
        return (methods.isEmpty() || methods.contains(method))
                && (paths.isEmpty() || paths.stream().anyMatch(pattern -> new PathPattern(pattern).matches(path)));
    }

    /**
     * Repetitions inside one call.
     *
     * @param attempts in all, 1 for none
     * @param statuses answers worth another attempt
     * @param pauseMillis after the first attempt; doubled after each
     * @param maxPauseMillis the longest pause
     */
    public record Retries(int attempts, List<Integer> statuses, int pauseMillis, int maxPauseMillis) {

        /** One attempt. */
        public static final Retries NONE = new Retries(1, List.of(), 200, 5_000);

        public Retries {
            statuses = List.copyOf(statuses);
        }

        long pauseAfter(int attempt) {
            return Math.min(maxPauseMillis, (long) pauseMillis << Math.min(20, attempt - 1));
        }
    }
}
