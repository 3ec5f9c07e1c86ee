package io.automationhub.hub.features.apis;

import io.automationhub.agents.apigateway.Credential;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of an API, and changed.
 *
 * @param name for people
 * @param baseUrl absolute, http or https; paths are appended to it
 * @param headers sent with every request
 * @param auth what every request shows; the secret must be bound to the API's host
 * @param quota requests that are let through, or null for any number
 * @param retries repetitions within one call, or null for none
 * @param allow requests that are let through, or null for all
 */
public record ApiSettings(
        String name,
        String baseUrl,
        @Nullable Map<String, String> headers,
        @Nullable Credential auth,
        @Nullable Quota quota,
        @Nullable Retries retries,
        @Nullable Allow allow) {

    /** Requests in a minute and in a day, counted from the full minute and from midnight UTC; null for any number. */
    public record Quota(
            @Nullable Integer perMinute, @Nullable Integer perDay) {}

    /** Attempts in all, answers worth another one, and the first and longest pause between them. */
    public record Retries(
            int attempts,
            @Nullable List<Integer> statuses,
            @Nullable Integer pauseMs,
            @Nullable Integer maxPauseMs) {}

    /** Methods, and paths such as {@code /users/*} and {@code /repos/**}; null for all. */
    public record Allow(
            @Nullable List<String> methods, @Nullable List<String> paths) {}
}
