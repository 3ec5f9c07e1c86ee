package io.automationhub.hub.platform.embedded;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A real Temporal server as a child of this program, on the embedded PostgreSQL, reachable on loopback only. */
public final class EmbeddedTemporal implements AutoCloseable {

    /** The development server's number, not measured here. Changing it concerns new data folders: it is remembered. */
    private static final int SHARDS = 4;

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 500;
    private static final int PAUSE_MILLIS = 50;
    private static final Set<Status.Code> NOT_YET = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
    private static final long MAX_LOG_BYTES = 10L * 1024 * 1024;

    private final int port;
    private final ChildProcess child;

    private EmbeddedTemporal(int port, ChildProcess child) {
        this.port = port;
        this.child = child;
    }

    /**
     * Starts the server and returns when it answers and knows the namespace.
     *
     * @throws EmbeddedException when it cannot be set up or started
     */
    static EmbeddedTemporal start(
            Path dataDir, EmbeddedPostgres postgres, TemporalBinaries binaries, String namespace) {
        try {
            new TemporalSchema(postgres, binaries.sql()).ensure();
            EmbeddedState state = postgres.state();
            int shards = state.getInt("temporal.shards").orElse(SHARDS);
            state.put("temporal.shards", Integer.toString(shards));
            TemporalConfig config =
                    new TemporalConfig(Ports.block(state, "temporal.ports", TemporalConfig.PORTS), shards);
            Path file = config.write(dataDir.resolve("run"), postgres.temporal(), postgres.temporalVisibility());
            ChildProcess child = ChildProcess.start(spec(dataDir, binaries, file, config.frontendPort()));
            EmbeddedTemporal temporal = new EmbeddedTemporal(config.frontendPort(), child);
            temporal.ensureNamespace(namespace);
            return temporal;
        } catch (IOException | SQLException e) {
            throw new EmbeddedException("The embedded Temporal server cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while Temporal was starting", e);
        }
    }

    private static ChildProcess.Spec spec(Path dataDir, TemporalBinaries binaries, Path config, int port)
            throws IOException {
        // Killed with the hub: its state is in PostgreSQL, and an orderly end would only delay the next start.
        List<String> command = Launcher.as(Optional.empty())
                .endingWithParent("KILL")
                .command(List.of(
                        binaries.server().toString(), "--config-file", config.toString(), "--allow-no-auth", "start"));
        return new ChildProcess.Spec(
                "temporal",
                command,
                Map.of("GOMEMLIMIT", "256MiB", "GOGC", "100"),
                Path.of("/"),
                dataDir.resolve("logs/temporal.log"),
                MAX_LOG_BYTES,
                dataDir.resolve("run/temporal.pid"),
                process -> answers(port),
                START_TIMEOUT,
                ProcessHandle::destroy,
                STOP_TIMEOUT);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void ensureNamespace(String namespace) throws InterruptedException {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!ensureNamespace(stubs, namespace, deadline)) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (StatusRuntimeException e) {
            child.close();
            throw new EmbeddedException("The embedded Temporal server does not answer: " + e.getStatus(), e);
        } catch (EmbeddedException e) {
            child.close();
            throw e;
        } finally {
            stubs.shutdownNow();
            stubs.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    /** False when it is worth another try: a busy machine may take longer than one call is given. */
    private static boolean ensureNamespace(WorkflowServiceStubs stubs, String namespace, long deadline)
            throws InterruptedException {
        try {
            stubs.connect(START_TIMEOUT);
            new TemporalNamespace(stubs, namespace).ensure();
            return true;
        } catch (StatusRuntimeException e) {
            boolean late = System.nanoTime() > deadline;
            if (late || !NOT_YET.contains(e.getStatus().getCode())) {
                throw e;
            }
            return false;
        }
    }

    /** Where clients connect, {@code host:port}. */
    public String target() {
        return "127.0.0.1:" + port;
    }

    /** How the server is doing. */
    public ChildHealth health() {
        return child.health();
    }

    /** Ends the server. */
    @Override
    public void close() {
        child.close();
    }
}
