package io.automationhub.hub.platform.web;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the API listens and whom it answers.
 *
 * @param host the address to bind, loopback by default
 * @param port the port to bind, 0 for a free one
 * @param corsOrigins origins of pages that may call the API, such as {@code https://hub.example.com}; {@code *} for any
 * @param trustedProxies addresses or CIDR ranges whose {@code X-Forwarded-For} is believed
 * @param idleTimeout after which a silent connection is closed
 * @param drainTimeout how long requests may take to finish when the hub stops
 */
public record WebSettings(
        String host,
        int port,
        Set<String> corsOrigins,
        List<String> trustedProxies,
        Duration idleTimeout,
        Duration drainTimeout) {

    public WebSettings {
        corsOrigins = Set.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** Loopback on a port, no page of another origin, no proxy. */
    public static WebSettings loopback(int port) {
        return new WebSettings("127.0.0.1", port, Set.of(), List.of(), Duration.ofSeconds(30), Duration.ofSeconds(15));
    }
}
