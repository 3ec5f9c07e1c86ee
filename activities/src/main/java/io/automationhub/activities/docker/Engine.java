package io.automationhub.activities.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A connection to one Docker engine. Making it does no I/O, and it survives restarts of the engine. All methods of it and
 * its parts throw {@link io.automationhub.workflows.problem.ProblemException}: {@code unavailable} when the engine is
 * away, {@code disk_full}, {@code not_found}, {@code conflict}, {@code invalid} or {@code upstream} otherwise.
 */
public final class Engine implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than any plain call takes, so that a hung engine is noticed. */
    private static final Duration ANSWER = Duration.ofMinutes(3);

    private final DockerClient client;
    private final DockerHttpClient streams;
    private final Containers containers;
    private final ContainerLogs logs;
    private final ContainerFiles files;
    private final Images images;
    private final Networks networks;
    private final Volumes volumes;
    private final EngineHttp http;

    private Engine(EngineSettings settings) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(settings.host().toString())
                .withDockerTlsVerify(false)
                .build();
        client = DockerClientImpl.getInstance(config, transport(settings, ANSWER));
        streams = transport(settings, Duration.ZERO);
        http = new EngineHttp(streams);
        containers = new Containers(client, http);
        logs = new ContainerLogs(http, containers);
        files = new ContainerFiles(http);
        images = new Images(client, http);
        networks = new Networks(client, settings.networkPool());
        volumes = new Volumes(client);
    }

    /** An engine at the settings' address; nothing is sent yet. */
    public static Engine of(EngineSettings settings) {
        return new Engine(settings);
    }

    private static DockerHttpClient transport(EngineSettings settings, Duration answer) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(settings.host())
                .maxConnections(500)
                .connectionTimeout(CONNECT)
                .responseTimeout(answer)
                .build();
    }

    /** Returns when the engine answers, else throws {@code unavailable}. */
    public void ping() {
        EngineErrors.mapped(() -> client.pingCmd().exec());
    }

    /** What the engine says of itself. */
    public EngineInfo info() {
        Info info = EngineErrors.mapped(() -> client.infoCmd().exec());
        return new EngineInfo(
                String.valueOf(info.getId()),
                String.valueOf(info.getServerVersion()),
                info.getNCPU() == null ? 0 : info.getNCPU(),
                info.getMemTotal() == null ? 0 : info.getMemTotal(),
                String.valueOf(info.getDockerRootDir()));
    }

    public Containers containers() {
        return containers;
    }

    public ContainerLogs logs() {
        return logs;
    }

    public ContainerFiles files() {
        return files;
    }

    public Images images() {
        return images;
    }

    public Networks networks() {
        return networks;
    }

    public Volumes volumes() {
        return volumes;
    }

    EngineHttp http() {
        return http;
    }

    @Override
    public void close() {
        try {
            client.close();
            streams.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
