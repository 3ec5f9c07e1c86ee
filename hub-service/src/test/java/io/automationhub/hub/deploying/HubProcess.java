package io.automationhub.hub.deploying;

import static org.awaitility.Awaitility.await;

import io.automationhub.activities.process.PidFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A hub in a process of its own, with data, ports and a key of its own, that a test can kill and start again. */
public final class HubProcess implements AutoCloseable {

    private static final String KEY = "Zr7wQ2mXk9vLb4TnHs8eYc3JdUf6PgAa";
    private static final Duration READY = Duration.ofMinutes(5);

    private final String mainClass;
    private final Path folder;
    private final int port = freePort();
    private final int edgePort = freePort();
    private final Map<String, String> extra;
    private final Set<ProcessHandle> children = new HashSet<>();
    private final Thread endOfTests = new Thread(this::end);
    private Process process;

    /** What happens to the data folder before the first start. */
    @FunctionalInterface
    interface Preparation {
        void prepare(Path data) throws IOException;
    }

    private HubProcess(String mainClass, Map<String, String> extra, Preparation preparation) {
        this.mainClass = mainClass;
        this.extra = Map.copyOf(extra);
        try {
            // PostgreSQL runs as an account of its own and has to get in.
            this.folder = Files.createTempDirectory(
                    Path.of("/tmp"),
                    "hub-it",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.createDirectories(sources());
            preparation.prepare(data());
            this.process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(endOfTests);
    }

    /** Starts a hub; returns when it is ready. */
    public static HubProcess start(Class<?> mainClass, Map<String, String> environment) {
        return start(mainClass, environment, data -> {});
    }

    /** The same with a data folder that is prepared before. */
    static HubProcess start(Class<?> mainClass, Map<String, String> environment, Preparation preparation) {
        HubProcess hub = new HubProcess(mainClass.getName(), environment, preparation);
        try {
            hub.awaitReady();
            return hub;
        } catch (RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    /** Acts as the administrator. */
    public HubClient client() {
        return client(KEY);
    }

    /** Acts with a key. */
    public HubClient client(String key) {
        return new HubClient(port, key);
    }

    /** Where the API is. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Variables that programs which work on the same engine need. */
    Map<String, String> environment() {
        Map<String, String> own = new HashMap<>(System.getenv());
        own.putAll(extra);
        return own;
    }

    /** Process number of a child of the hub, such as {@code postgres} or {@code temporal}. */
    long child(String name) {
        try {
            return new PidFile(data().resolve("run/" + name + ".pid"))
                    .running()
                    .orElseThrow(() -> new IllegalStateException(name + " does not run"))
                    .pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a child of the hub is another process than this one, and the hub says that all is well. */
    void awaitOther(String name, long before) {
        await("another " + name)
                .atMost(READY)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> child(name) != before);
        awaitReady();
    }

    int edgePort() {
        return edgePort;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Folder that local repositories may be deployed from. */
    Path sources() {
        return folder.resolve("sources");
    }

    /** Ends the hub as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits until the hub has ended by itself; its exit status. */
    int awaitExit() {
        try {
            if (!process.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The hub does not end; its last lines: " + lastLines());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the hub again on the same data; returns when it is ready. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("It runs");
        }
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** All that the hub has written. */
    String output() {
        try {
            return Files.readString(folder.resolve("hub.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastLines() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass);
        Map<String, String> environment = builder.environment();
        Map<String, String> inherited = new HashMap<>();
        for (String name : List.of("PATH", "HOME", "XDG_CACHE_HOME", "DOCKER_HOST", "LANG")) {
            String value = environment.get(name);
            if (value != null) {
                inherited.put(name, value);
            }
        }
        environment.clear();
        environment.putAll(inherited);
        environment.putAll(Map.of(
                "HUB_DATA_DIR",
                data().toString(),
                "HUB_SOURCE_ROOTS",
                sources().toString(),
                "HUB_ADMIN_KEY",
                KEY,
                "HUB_NO_INSTALL",
                "true",
                "PORT",
                String.valueOf(port),
                "EDGE_BIND",
                "127.0.0.1:" + edgePort,
                "RATE_LIMIT_ENABLED",
                "false"));
        environment.putAll(extra);
        File log = folder.resolve("hub.log").toFile();
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private void awaitReady() {
        HubClient client = client();
        await().atMost(READY).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("The hub ended with " + process.exitValue() + ": " + lastLines());
            }
            return client.isReady();
        });
        process.descendants().forEach(children::add);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(endOfTests);
        end();
    }

    private void end() {
        if (process.isAlive()) {
            process.descendants().forEach(children::add);
            process.destroy();
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        children.forEach(ProcessHandle::destroyForcibly);
        endProxy();
        await().atMost(Duration.ofSeconds(20)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        delete();
    }

    /** The proxy outlives the hub on purpose. */
    private void endProxy() {
        Path file = data().resolve("edge/haproxy.pid");
        try {
            if (Files.exists(file)) {
                for (String pid : Files.readAllLines(file)) {
                    ProcessHandle.of(Long.parseLong(pid.strip()))
                            .filter(proxy -> proxy.info().command().orElse("").endsWith("haproxy"))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() {
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
