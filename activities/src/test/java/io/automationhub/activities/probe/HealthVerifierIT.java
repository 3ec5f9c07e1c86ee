package io.automationhub.activities.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.automationhub.workflows.pipeline.HealthCheck;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealthVerifierIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final ContainerStates.State RUNNING = new ContainerStates.State(true, null, 0);

    private final Map<String, ContainerStates.State> containers = new ConcurrentHashMap<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger commandExit = new AtomicInteger();
    private final List<String> lines = new ArrayList<>();
    private final ExecutorService later = Executors.newSingleThreadExecutor();
    private final HealthVerifier verifier = new HealthVerifier(
            new ContainerStates() {
                @Override
                public State state(String container) {
                    return containers.getOrDefault(container, RUNNING);
                }

                @Override
                public List<String> lastLines(String container, int count) {
                    return List.of("log of " + container);
                }
            },
            (container, command, timeout) -> commandExit.get(),
            InstantSource.system());
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/slow")) {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofSeconds(2).toNanos());
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        later.shutdownNow();
    }

    @Test
    void whatIsUpIsSeenAtOnce() throws Exception {
        HealthVerifier.Verified verified = verify(http("/health", null, 10), one());
        assertThat(verified.probes()).isEqualTo(1);
        assertThat(verified.seconds()).isLessThan(0.5);
        assertThat(lines).contains("web-1: HTTP 200");
    }

    @Test
    void whatComesUpWithinItsStartPeriodIsSeenSoonAfter() throws Exception {
        status.set(503);
        after(600, () -> status.set(200));
        HealthVerifier.Verified verified = verify(http("/", null, 5), one());
        assertThat(verified.seconds()).isBetween(0.5, 2.0);
    }

    @Test
    void whatStaysUnhealthyFailsWithTranscriptAndLogs() {
        status.set(500);
        long start = System.nanoTime();
        ProblemException problem = failure(http("/health", null, 0.3), one());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
        assertThat(problem.type()).isEqualTo(ProblemType.UNHEALTHY);
        JsonNode evidence = evidence(problem);
        assertThat(evidence.at("/transcript/0/instance").asText()).isEqualTo("web-1");
        assertThat(evidence.at("/transcript/0/result").asText()).startsWith("HTTP 500");
        assertThat(evidence.at("/logs/web-1/0").asText()).isEqualTo("log of c1");
    }

    @Test
    void onlyTheExpectedStatusIsHealthy() throws Exception {
        status.set(302);
        assertThat(verify(http("/", null, 1), one()).probes()).isEqualTo(1);
        status.set(204);
        assertThat(failure(http("/", 200, 0), one()).type()).isEqualTo(ProblemType.UNHEALTHY);
    }

    @Test
    void anAnswerThatIsLateIsNone() {
        ProblemException problem = failure(http("/slow", null, 0), one());
        assertThat(problem.detail()).contains("no answer in time");
    }

    @Test
    void anEndedContainerIsToldAtOnceEvenWithinTheStartPeriod() throws Exception {
        server.stop(0);
        after(300, () -> containers.put("c1", new ContainerStates.State(false, 137, 0)));
        long start = System.nanoTime();
        ProblemException problem = failure(http("/", null, 20), one());
        assertThat(problem.type()).isEqualTo(ProblemType.CONTAINER_EXITED);
        assertThat(problem.detail()).contains("137");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aContainerTheEngineStartedAgainHasExited() {
        containers.put("c1", new ContainerStates.State(true, 1, 2));
        assertThat(failure(check(HealthCheck.Type.TCP, null, null, 5), one()).type())
                .isEqualTo(ProblemType.CONTAINER_EXITED);
    }

    @Test
    void withoutACheckNothingIsReadyAtOnce() throws Exception {
        HealthVerifier.Verified verified = verify(check(HealthCheck.Type.NONE, null, null, 0.8), one());
        assertThat(verified.seconds()).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void withoutACheckACrashInTheStartPeriodShows() {
        after(400, () -> containers.put("c1", new ContainerStates.State(false, 3, 0)));
        assertThat(failure(check(HealthCheck.Type.NONE, null, null, 0), one()).type())
                .isEqualTo(ProblemType.CONTAINER_EXITED);
    }

    @Test
    void withoutACheckThePortMustListen() {
        server.stop(0);
        ProblemException problem = failure(check(HealthCheck.Type.NONE, null, null, 0.3), one());
        assertThat(problem.type()).isEqualTo(ProblemType.UNHEALTHY);
        assertThat(problem.detail()).contains("connection refused");
    }

    @Test
    void aCommandIsHealthyWhenItEndsWithZero() throws Exception {
        commandExit.set(1);
        after(300, () -> commandExit.set(0));
        assertThat(verify(check(HealthCheck.Type.COMMAND, null, null, 5), one()).probes())
                .isGreaterThan(1);
        commandExit.set(2);
        assertThat(failure(check(HealthCheck.Type.COMMAND, null, null, 0), one())
                        .detail())
                .contains("command ended with 2");
    }

    @Test
    void oneOfManyThatFailsFailsAllAndNamesIt() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            closed = socket.getLocalPort();
        }
        List<InstanceInfo> two = List.of(
                new InstanceInfo("web-1", "c1", "127.0.0.1", port),
                new InstanceInfo("web-2", "c2", "127.0.0.1", closed));
        ProblemException problem = failure(check(HealthCheck.Type.TCP, null, null, 0.2), two);
        assertThat(problem.detail()).contains("web-2");
        assertThat(evidence(problem).path("logs").properties()).hasSize(2);
    }

    @Test
    void aPathCannotSmuggleHeaders() {
        assertThat(SocketProbes.http(
                                new InetSocketAddress(LOOPBACK, port),
                                "/ HTTP/1.1\r\nX: y",
                                null,
                                Duration.ofSeconds(1))
                        .healthy())
                .isFalse();
    }

    @Test
    void cancellationEndsTheProbes() {
        status.set(500);
        assertThatThrownBy(() -> verifier.verify(one(), http("/", null, 20), new HealthVerifier.Watch() {
                    @Override
                    public void line(String text) {}

                    @Override
                    public void alive() {
                        throw new CancellationException("canceled");
                    }
                }))
                .isInstanceOf(CancellationException.class);
    }

    private void after(int millis, Runnable action) {
        later.execute(() -> {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(millis).toNanos());
            action.run();
        });
    }

    private static JsonNode evidence(ProblemException problem) {
        return java.util.Objects.requireNonNull(problem.evidence());
    }

    private List<InstanceInfo> one() {
        return List.of(new InstanceInfo("web-1", "c1", "127.0.0.1", port));
    }

    private static HealthCheck http(String path, @Nullable Integer expected, double startPeriod) {
        return check(HealthCheck.Type.HTTP, path, expected, startPeriod);
    }

    private static HealthCheck check(
            HealthCheck.Type type, @Nullable String path, @Nullable Integer expected, double startPeriod) {
        return new HealthCheck(type, path, expected, List.of("check"), startPeriod, 0.2, 0.5, 3);
    }

    private HealthVerifier.Verified verify(HealthCheck check, List<InstanceInfo> instances)
            throws InterruptedException {
        return verifier.verify(instances, check, new HealthVerifier.Watch() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void alive() {}
        });
    }

    private ProblemException failure(HealthCheck check, List<InstanceInfo> instances) {
        return catchThrowableOfType(ProblemException.class, () -> verify(check, instances));
    }
}
