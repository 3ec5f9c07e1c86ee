package io.automationhub.workflows.pipeline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a release needs to run again exactly as it did, with the registry and the git server offline. Immutable;
 * secrets are named with their version, never held.
 *
 * @param image image id, {@code sha256:…}, on the host
 * @param commit resolved commit, null for a release made from an image
 * @param ref what was asked for, such as {@code main}
 * @param port the port the application listens on inside the container
 * @param command argument list that replaces the image's command, or null
 * @param variables plain environment variables
 * @param secrets environment variables whose values are secrets
 * @param volumes named volumes
 * @param resources limits of one instance
 * @param replicas instances started
 * @param domains host names routed to the environment
 * @param healthCheck when an instance may get traffic
 * @param releaseCommand argument list run once from the new image before any traffic, or null
 * @param drainSeconds how long requests in flight may take to finish on the old release
 * @param bake what is watched after the switch
 */
public record ReleaseSnapshot(
        String image,
        @Nullable String commit,
        @Nullable String ref,
        int port,
        @Nullable List<String> command,
        Map<String, String> variables,
        Map<String, SecretReference> secrets,
        List<Volume> volumes,
        Resources resources,
        int replicas,
        List<String> domains,
        HealthCheck healthCheck,
        @Nullable List<String> releaseCommand,
        double drainSeconds,
        Bake bake) {

    /** A secret by name and the version the release was made with. */
    public record SecretReference(String name, int version) {}

    /** A persistent volume of the environment, by its name there, and where it is mounted. */
    public record Volume(String name, String path) {}

    /** Memory in mebibytes and CPUs as a fraction of cores, per instance. */
    public record Resources(int memoryMb, double cpus) {}

    /**
     * What must hold after the switch.
     *
     * @param seconds how long to watch; 0 turns it off
     * @param maxErrorRate share of responses with status 5xx, 0 to 1, above which the release is taken back
     * @param minRequests fewer requests than this prove nothing about the error rate
     */
    public record Bake(double seconds, double maxErrorRate, int minRequests) {}
}
