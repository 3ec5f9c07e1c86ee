package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.automationhub.workflows.pipeline.HealthCheck;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an image runs. A project states it; an environment may override single components; what neither states takes its
 * default when a release is made.
 *
 * @param port where the application listens inside the container, 8080
 * @param command argument list that replaces the image's command; its entrypoint, if it has one, is given it
 * @param releaseCommand argument list run once from the new image before any traffic, as it is: without the image's
 *     entrypoint
 * @param replicas instances, 1
 * @param resources limits of one instance, 512 MiB and 1 CPU
 * @param volumes persistent volumes
 * @param healthCheck when an instance may get traffic; without one it must listen and outlive its start period
 * @param drainSeconds how long requests in flight may take on the old release, 30
 * @param bake what is watched after the switch, 10 s with at most 5 % errors in at least 20 requests
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuntimeSettings(
        @Nullable Integer port,

        @JsonDeserialize(using = ArgumentLine.Reader.class) @Nullable
        List<String> command,

        @JsonDeserialize(using = ArgumentLine.Reader.class) @Nullable
        List<String> releaseCommand,

        @Nullable Integer replicas,
        ReleaseSnapshot.@Nullable Resources resources,
        @Nullable List<ReleaseSnapshot.Volume> volumes,
        @Nullable Probe healthCheck,
        @Nullable Double drainSeconds,
        ReleaseSnapshot.@Nullable Bake bake) {

    public RuntimeSettings {
        command = copy(command);
        releaseCommand = copy(releaseCommand);
        volumes = copy(volumes);
    }

    /** Nothing stated. */
    public static final RuntimeSettings EMPTY =
            new RuntimeSettings(null, null, null, null, null, null, null, null, null);

    /** A health check as people write it: all but the type may be left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Probe(
            HealthCheck.Type type,
            @Nullable String path,
            @Nullable Integer expectStatus,
            @Nullable List<String> command,
            @Nullable Double startPeriodSeconds,
            @Nullable Double intervalSeconds,
            @Nullable Double timeoutSeconds,
            @Nullable Integer retries) {

        public Probe {
            command = copy(command);
        }

        HealthCheck withDefaults() {
            double startPeriod =
                    startPeriodSeconds != null ? startPeriodSeconds : type == HealthCheck.Type.NONE ? 3 : 30;
            return new HealthCheck(
                    type,
                    path,
                    expectStatus,
                    command,
                    startPeriod,
                    intervalSeconds == null ? 1 : intervalSeconds,
                    timeoutSeconds == null ? 5 : timeoutSeconds,
                    retries == null ? 3 : retries);
        }
    }

    /** These settings with whatever the other states put over them. */
    public RuntimeSettings overriddenBy(RuntimeSettings other) {
        return new RuntimeSettings(
                first(other.port, port),
                first(other.command, command),
                first(other.releaseCommand, releaseCommand),
                first(other.replicas, replicas),
                first(other.resources, resources),
                first(other.volumes, volumes),
                first(other.healthCheck, healthCheck),
                first(other.drainSeconds, drainSeconds),
                first(other.bake, bake));
    }

    public int portOrDefault() {
        return port == null ? 8080 : port;
    }

    public int replicasOrDefault() {
        return replicas == null ? 1 : replicas;
    }

    public ReleaseSnapshot.Resources resourcesOrDefault() {
        return resources == null ? new ReleaseSnapshot.Resources(512, 1) : resources;
    }

    public List<ReleaseSnapshot.Volume> volumesOrDefault() {
        return volumes == null ? List.of() : volumes;
    }

    /** The health check to hold an instance to, never null. */
    public HealthCheck healthCheckOrDefault() {
        Probe stated = healthCheck == null
                ? new Probe(HealthCheck.Type.NONE, null, null, null, null, null, null, null)
                : healthCheck;
        return stated.withDefaults();
    }

    public double drainSecondsOrDefault() {
        return drainSeconds == null ? 30 : drainSeconds;
    }

    public ReleaseSnapshot.Bake bakeOrDefault() {
        return bake == null ? new ReleaseSnapshot.Bake(10, 0.05, 20) : bake;
    }

    private static <T> @Nullable T first(@Nullable T over, @Nullable T under) {
        return over == null ? under : over;
    }

    private static <T> @Nullable List<T> copy(@Nullable List<T> given) {
        return given == null ? null : List.copyOf(given);
    }
}
