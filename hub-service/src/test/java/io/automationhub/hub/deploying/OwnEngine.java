package io.automationhub.hub.deploying;

import static org.awaitility.Awaitility.await;

import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.docker.Labels;
import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Docker engine that a test may kill and start again. Containers live through that, as with the engine a hub starts. It
 * sets no firewall rules, which would be those of the machine's other engines.
 */
final class OwnEngine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private Process process;

    private OwnEngine(Path folder) throws IOException {
        this.folder = folder;
        this.process = launch();
    }

    /** Starts an engine; returns when it answers. */
    static OwnEngine start() throws IOException {
        OwnEngine engine = new OwnEngine(Files.createTempDirectory("hub-engine"));
        engine.awaitAnswer();
        return engine;
    }

    private Process launch() throws IOException {
        Files.deleteIfExists(folder.resolve("pid"));
        return new ProcessBuilder(
                        "setsid",
                        "dockerd",
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--host=unix://" + folder.resolve("sock"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--bip=172.31.253.1/24",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--live-restore")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void awaitAnswer() {
        try (Engine engine = open()) {
            await("answer of the engine")
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(ProblemException.class)
                    .until(() -> {
                        engine.ping();
                        return true;
                    });
        }
    }

    private Engine open() {
        return Engine.of(EngineSettings.fromEnvironment(environment()));
    }

    /** What programs need to use it. */
    Map<String, String> environment() {
        return Map.of("DOCKER_HOST", "unix://" + folder.resolve("sock"));
    }

    /** Its process number. */
    long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits until it has ended. */
    void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The engine does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again on the same data; returns when it answers. */
    void restart() throws IOException {
        process = launch();
        awaitAnswer();
    }

    /** Names of all containers that do not carry the hub's label. */
    List<String> strangers() {
        try (Engine engine = open()) {
            return engine.containers().list(Map.of()).stream()
                    .filter(container -> container.label(Labels.MANAGED) == null)
                    .map(ContainerInfo::name)
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        if (!process.isAlive()) {
            restart();
        }
        try (Engine engine = open()) {
            engine.containers()
                    .list(Map.of())
                    .forEach(left -> engine.containers().remove(left.id()));
        }
        process.destroy();
        awaitEnd();
        // A killed engine leaves its data folder mounted on itself.
        run("umount", folder.resolve("data").toString());
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(OwnEngine::delete);
        }
    }

    private static void run(String... command) throws IOException {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
