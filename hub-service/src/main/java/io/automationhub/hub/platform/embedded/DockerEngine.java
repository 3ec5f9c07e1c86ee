package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Docker engine: the one configured, the machine's, or one of the hub's own. Without any the hub serves all
 * that needs none.
 *
 * @param host where it is
 * @param own the hub's own, when it is that
 */
record DockerEngine(URI host, Optional<OwnDockerEngine> own) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
    private static final URI MACHINE = URI.create("unix:///var/run/docker.sock");
    private static final Path SERVICE_MANAGER = Path.of("/run/systemd/system");
    private static final List<Path> PROGRAM =
            List.of(Path.of("/usr/bin/dockerd"), Path.of("/usr/sbin/dockerd"), Path.of("/usr/local/bin/dockerd"));

    /**
     * Looks for an engine and starts the hub's own where that is right: nothing configured, none answering, allowed, root,
     * no service manager whose business it would be, and no other engine on the machine, whose firewall rules a second
     * one would overwrite. A data folder that has an engine of its own keeps it, because its containers are there.
     */
    static Optional<DockerEngine> locate(Optional<URI> configured, boolean mayStart, Path dataDir, EmbeddedState state)
            throws IOException {
        if (configured.isPresent()) {
            return configured.map(host -> new DockerEngine(host, Optional.empty()));
        }
        boolean hasOwn = Files.isDirectory(dataDir.resolve("docker"));
        if (!hasOwn && DockerPing.answers(MACHINE)) {
            return Optional.of(new DockerEngine(MACHINE, Optional.empty()));
        }
        OwnDockerEngine own = new OwnDockerEngine(dataDir, OwnDockerEngine.socketFolder(state), List.of());
        Optional<String> obstacle = own.isRunning() ? Optional.empty() : obstacle(mayStart);
        if (obstacle.isPresent()) {
            LOG.warn(
                    "No Docker engine: {} Until then nothing can be built or deployed; all else works.",
                    obstacle.get());
            return Optional.empty();
        }
        own.start();
        return Optional.of(new DockerEngine(own.host(), Optional.of(own)));
    }

    private static Optional<String> obstacle(boolean mayStart) {
        if (PROGRAM.stream().noneMatch(Files::isExecutable)) {
            return Optional.of("run scripts/install-system-tools, install Docker, or set DOCKER_HOST.");
        }
        if (Files.isDirectory(SERVICE_MANAGER)) {
            return Optional.of(
                    "it is installed but does not answer; run systemctl enable --now docker, and let the hub's"
                            + " user into the group docker.");
        }
        if (!ServiceUser.isRoot()) {
            return Optional.of("it is installed but not running, and only root can start it.");
        }
        if (!mayStart) {
            return Optional.of("HUB_NO_INSTALL keeps the hub from starting the one that is installed.");
        }
        return otherEngine()
                .map(pid ->
                        "one runs as process " + pid + " but not at " + MACHINE + "; set DOCKER_HOST to its address.");
    }

    private static Optional<Long> otherEngine() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/dockerd"))
                .map(ProcessHandle::pid)
                .findFirst();
    }

    /** Stops watching an engine of the hub's own, which goes on. */
    @Override
    public void close() {
        own.ifPresent(OwnDockerEngine::close);
    }
}
