package io.automationhub.activities.edge;

import io.automationhub.activities.docker.Names;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The proxy's process. It detaches itself, so it is nobody's child and goes on when the hub is killed; a later hub finds it
 * by its socket.
 */
final class HaproxyProcess {

    private static final String CONFIG = "haproxy.cfg";
    private static final int START_SECONDS = 20;

    private final EdgeSettings settings;
    private final RuntimeSocket socket;

    HaproxyProcess(EdgeSettings settings, RuntimeSocket socket) {
        this.settings = settings;
        this.socket = socket;
    }

    /** Process id of the proxy that answers at the socket, if one does. */
    Optional<Long> answering() {
        try {
            return socket.ask("show info")
                    .lines()
                    .filter(line -> line.startsWith("Pid: "))
                    .map(line -> Long.parseLong(line.substring(5).strip()))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Starts a proxy with the configuration in the folder; it takes over the listening socket of one that runs, which
     * then finishes what it has in flight.
     */
    void start() {
        Optional<Long> before = answering();
        List<String> command =
                new ArrayList<>(List.of(settings.binary(), "-D", "-f", CONFIG, "-p", ProxyProcesses.PID_FILE));
        if (before.isPresent()) {
            command.addAll(List.of("-x", "./" + RuntimeSocket.NAME));
        }
        before.or(this::unanswering).ifPresent(pid -> command.addAll(List.of("-sf", String.valueOf(pid))));
        run(command);
    }

    /** A proxy of this folder that runs but lost its socket. */
    private Optional<Long> unanswering() {
        try {
            return new ProxyProcesses(settings.folder()).remembered().map(ProcessHandle::pid);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void run(List<String> command) {
        Path log = settings.folder().resolve("start.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(settings.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        try {
            Process process = builder.start();
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ProblemException(ProblemType.UNAVAILABLE, "The edge proxy did not start in time");
            }
            if (process.exitValue() != 0) {
                String said = Files.readString(log, StandardCharsets.UTF_8);
                throw new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The edge proxy could not be started: " + Names.printable(said.strip()));
            }
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The edge proxy's program could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.UNAVAILABLE, "Interrupted while the edge proxy was starting", e);
        }
    }

    void write(HaproxyConfig config, EdgeState state, EdgeStore store) {
        config.pages().forEach(store::write);
        store.write(HaproxyConfig.MAP, config.map(state));
        store.write(CONFIG, config.config(state));
    }
}
