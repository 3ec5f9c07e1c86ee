package io.automationhub.benchmarks.parts;

import io.automationhub.benchmarks.load.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A packaged hub in a process of its own, with the embedded services, throw-away data, free ports and a known key. */
public final class Hub implements AutoCloseable {

    private static final String KEY = "Zr7wQ2mXk9vLb4TnHs8eYc3JdUf6PgAa";
    private static final Duration READY = Duration.ofMinutes(5);

    private final Launch launch;
    private final Path folder;
    private final int port = Ports.free();
    private final int edgePort = Ports.free();
    private final Set<ProcessHandle> children = new LinkedHashSet<>();
    private @Nullable Process process;

    /** One that was not started yet, in a folder that PostgreSQL's account may enter. */
    public Hub(Launch launch, Path folder) throws IOException {
        this.launch = launch;
        this.folder = folder;
        Files.createDirectories(sources());
    }

    /** Starts it and waits until it is ready; how long that took. */
    public Duration start() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process started = launch.hub(environment(), folder.resolve("hub.log"));
        process = started;
        while (!isReady()) {
            if (!started.isAlive() || System.nanoTime() - began > READY.toNanos()) {
                throw new IllegalStateException("The hub does not start: " + lastLines());
            }
            Thread.sleep(10);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        started.descendants().forEach(children::add);
        return took;
    }

    private boolean isReady() {
        try {
            return Connection.once(port, "/health/ready", Map.of("Host", "localhost"))
                    .ok();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it in order, and with it PostgreSQL and Temporal. */
    public void stop() {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(children::add);
            Commands.end(running);
            process = null;
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("HUB_DATA_DIR", data().toString());
        environment.put("HUB_SOURCE_ROOTS", sources().toString());
        environment.put("HUB_ADMIN_KEY", KEY);
        environment.put("HUB_NO_INSTALL", "true");
        environment.put("HUB_ALLOW_PRIVATE_ADDRESSES", "true");
        environment.put("PORT", Integer.toString(port));
        environment.put("EDGE_BIND", "127.0.0.1:" + edgePort);
        // The limits stay on, as in every installation; only where they lie is out of the way.
        environment.put("RATE_LIMIT_REQUESTS", "1000000");
        environment.put("RATE_LIMIT_EXECUTE_REQUESTS", "1000000");
        return environment;
    }

    /** Its API. */
    public Api api() {
        return new Api(port, KEY);
    }

    /** Port of the API. */
    public int port() {
        return port;
    }

    /** Headers of an authorized request to it. */
    public Map<String, String> headers() {
        return Map.of("Host", "localhost", "Authorization", "Bearer " + KEY);
    }

    /** Port that deployed applications are reached at. */
    public int edgePort() {
        return edgePort;
    }

    /** Where repositories may lie that it deploys from. */
    public Path sources() {
        return folder.resolve("sources");
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Its own process. */
    public ProcessHandle process() {
        if (process == null) {
            throw new IllegalStateException("It does not run");
        }
        return process.toHandle();
    }

    /** Those of its child processes whose program has one of the names. */
    public List<ProcessHandle> children(String... programs) {
        return process()
                .descendants()
                .filter(child -> child.info()
                        .command()
                        .map(command -> Path.of(command).getFileName().toString())
                        .filter(name -> List.of(programs).contains(name))
                        .isPresent())
                .toList();
    }

    /** How to reach its PostgreSQL as superuser: what the embedded services remember. */
    public Properties embedded() throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(data().resolve("embedded.properties"))) {
            properties.load(reader);
        }
        return properties;
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("hub.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        stop();
        // Children of a hub that had to be killed; the proxy outlives every hub on purpose.
        children.forEach(ProcessHandle::destroyForcibly);
        proxy().ifPresent(ProcessHandle::destroyForcibly);
        delete(folder);
    }

    private Optional<ProcessHandle> proxy() {
        try {
            String pid = Files.readString(data().resolve("edge/haproxy.pid")).strip();
            return ProcessHandle.of(Long.parseLong(pid.lines().findFirst().orElse("0")))
                    .filter(found -> found.info().command().orElse("").endsWith("haproxy"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void delete(Path folder) {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
