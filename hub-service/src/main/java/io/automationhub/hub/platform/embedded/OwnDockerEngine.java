package io.automationhub.hub.platform.embedded;

import io.automationhub.activities.process.DetachedProcess;
import io.automationhub.activities.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Docker engine of the hub's own, where no service manager runs one. It and its containers outlive the hub, whose
 * death must not take applications down; the next hub adopts it. While a hub runs, it starts the engine again when that
 * crashes, and containers live through it ({@code live-restore}).
 */
final class OwnDockerEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnDockerEngine.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final long MAX_LOG_BYTES = 20L * 1024 * 1024;

    private final DetachedProcess process;
    private final Path sockets;
    private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
    private final Thread watcher;

    /**
     * @param dataDir the hub's data folder, which images and volumes are kept below
     * @param sockets a folder with a short path, because the path of a socket has 107 characters at most
     * @param launcher words put before the engine's command
     */
    OwnDockerEngine(Path dataDir, Path sockets, List<String> launcher) {
        this.sockets = sockets;
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                "dockerd",
                "--data-root=" + dataDir.resolve("docker"),
                "--exec-root=" + sockets.resolve("exec"),
                "--pidfile=" + sockets.resolve("dockerd.pid"),
                "--host=unix://" + sockets.resolve("docker.sock"),
                "--live-restore",
                "--log-level=warn"));
        this.process = new DetachedProcess(new DetachedProcess.Spec(
                command,
                Map.of(),
                Path.of("/"),
                dataDir.resolve("logs/docker.log"),
                MAX_LOG_BYTES,
                dataDir.resolve("run/docker.pid")));
        this.watcher = Thread.ofPlatform().daemon().name("docker-watcher").unstarted(this::watch);
    }

    /** Where the engine of a data folder has its sockets. */
    static Path socketFolder(EmbeddedState state) throws IOException {
        return Path.of("/run/automation-hub", state.instance().substring(0, 8));
    }

    /** Adopts or starts the engine, watches over it from now on, and does not wait until it answers. */
    void start() throws IOException {
        Files.createDirectories(sockets);
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
        ensure();
        watcher.start();
    }

    private void ensure() throws IOException {
        if (process.running().isEmpty()) {
            Files.deleteIfExists(sockets.resolve("dockerd.pid"));
            ProcessIdentity started = process.ensure();
            LOG.info("Started a Docker engine of the hub's own, process {}", started.pid());
        }
    }

    private void watch() {
        try {
            while (!stopRequestedWithin(LOOK)) {
                keepUp();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepUp() {
        try {
            ensure();
            process.trimLog();
        } catch (IOException e) {
            LOG.warn("The Docker engine cannot be started: {}", e.getMessage());
        }
    }

    private boolean stopRequestedWithin(Duration time) throws InterruptedException {
        try {
            stopRequest.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException no) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    URI host() {
        return URI.create("unix://" + sockets.resolve("docker.sock"));
    }

    /** Whether the engine runs, whoever started it. */
    boolean isRunning() throws IOException {
        return process.running().isPresent();
    }

    /** Ends the engine's containers and then the engine. */
    void stop() throws IOException, InterruptedException {
        close();
        if (isRunning()) {
            try {
                DockerContainers.stopAll(host());
            } finally {
                process.stop(STOP_PATIENCE);
            }
        }
    }

    /** Stops watching; the engine and its containers go on. */
    @Override
    public void close() {
        stopRequest.complete(null);
        if (watcher.getState() == Thread.State.NEW) {
            return;
        }
        try {
            watcher.join(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
