package io.automationhub.activities.docker;

import java.net.URI;
import java.util.Map;

/**
 * Where the engine is and what the hub may use of it.
 *
 * @param host {@code unix:///…} or {@code tcp://host:port}
 * @param networkPool IPv4 range in CIDR form, /16 to /24, that networks of environments are cut from; the engine's own
 *     pool ends after some thirty networks
 */
public record EngineSettings(URI host, String networkPool) {

    /** The range used where nothing else is configured. */
    public static final String DEFAULT_NETWORK_POOL = "10.213.0.0/16";

    /** Settings for the engine named by {@code DOCKER_HOST}, else the usual socket. */
    public static EngineSettings fromEnvironment(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        return new EngineSettings(
                URI.create(host.isBlank() ? "unix:///var/run/docker.sock" : host), DEFAULT_NETWORK_POOL);
    }
}
