package io.automationhub.activities.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OutgoingHttpIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private HttpServer server;
    private OutgoingHttp http;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        port = server.getAddress().getPort();
        // Only hosts named open.* are open; evil.example changes its address after the first look-up.
        http = new OutgoingHttp(new AddressPolicy(
                false, Set.of("open.example", "other.example"), Set.of(), host -> new InetAddress[] {
                    host.equals("rebind.example") && lookups.getAndIncrement() > 0
                            ? InetAddress.ofLiteral("203.0.113.1")
                            : LOOPBACK
                }));
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @Test
    void connectsToTheCheckedAddressAndSendsTheName() {
        HttpAnswer answer =
                http.send(HttpCall.postJson(url("open.example", "/echo"), Map.of("X-One", "1"), "{\"a\":1}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        assertThat(seen).containsExactly("POST open.example:" + port + " /echo x-one=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://closed.example",
                "http://127.0.0.1",
                "http://[::1]",
                "http://localhost",
                "http://2130706433"
            })
    void closedHostsAreNotConnectedTo(String origin) {
        assertRefused(origin + ":" + port + "/echo", ProblemType.INVALID);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://open.example/",
                "file:///etc/passwd",
                "gopher://open.example/",
                "http://user:pw@open.example/",
                "http://user@open.example/",
                "http:///x",
                "open.example",
                "http://open_example:0/",
                "jar:http://open.example/"
            })
    void oddUrlsAreRefused(String url) {
        assertRefused(url, ProblemType.INVALID);
    }

    @Test
    void aRedirectIntoThePrivateNetworkIsRefused() {
        assertRefused(
                "http://open.example:" + port + "/to?http://closed.example:" + port + "/echo", ProblemType.INVALID);
        assertThat(seen).hasSize(1);
    }

    @Test
    void theSameRedirectToAnOpenHostIsFollowedWithoutTheCallersHeaders() {
        HttpAnswer answer = http.send(get(
                "http://open.example:" + port + "/to?http://other.example:" + port + "/echo", Map.of("X-One", "1"), 5));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(seen.getLast()).isEqualTo("GET other.example:" + port + " /echo x-one=null");
    }

    @Test
    void endlessRedirectsEnd() {
        assertRefused("http://open.example:" + port + "/loop", ProblemType.UPSTREAM_FAILED);
        assertThat(seen).hasSize(6);
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        long start = System.nanoTime();
        assertRefused("http://open.example:" + port + "/endless", ProblemType.TOO_LARGE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anAnswerThatTricklesIsStoppedInTime() {
        long start = System.nanoTime();
        assertRefused("http://open.example:" + port + "/trickle", ProblemType.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void aServerThatIsAwayIsUpstreamsFailure() throws IOException {
        server.stop(0);
        assertRefused("http://open.example:" + port + "/echo", ProblemType.UPSTREAM_FAILED);
    }

    @Test
    void oneKnowsWhetherAnybodyGotTheRequest() {
        String origin = "http://open.example:" + port;
        assertThat(sent("http://closed.example:" + port + "/echo")).isFalse();
        assertThat(sent(origin + "/echo")).isTrue();
        assertThat(sent(origin + "/break")).isTrue();
        assertThat(sent(origin + "/endless")).isTrue();
        server.stop(0);
        assertThat(sent(origin + "/echo")).isFalse();
    }

    private boolean sent(String url) {
        AtomicBoolean sent = new AtomicBoolean();
        try {
            http.download(get(url, Map.of(), 0), OutputStream.nullOutputStream(), () -> sent.set(true));
        } catch (ProblemException e) {
            assertThat(e.type()).isNotEqualTo(ProblemType.TIMEOUT);
        }
        return sent.get();
    }

    @Test
    void endlessHeadersAreCutOff() {
        assertRefused("http://open.example:" + port + "/headers", ProblemType.UPSTREAM_FAILED);
        assertRefused("http://open.example:" + port + "/header", ProblemType.UPSTREAM_FAILED);
    }

    /** The positive control: without the guard, the same look-ups would reach the server. */
    @Test
    void thePlainClientWouldHaveReachedTheServer() throws Exception {
        try (java.net.http.HttpClient plain = java.net.http.HttpClient.newHttpClient()) {
            plain.send(
                    java.net.http.HttpRequest.newBuilder(URI.create("http://2130706433:" + port + "/echo"))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.discarding());
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError("The stand-in must get through", e);
        }
        assertThat(seen).hasSize(1);
    }

    private void assertRefused(String url, ProblemType type) {
        assertThatThrownBy(() -> http.send(get(url, Map.of(), 5)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    private HttpCall get(String url, Map<String, String> headers, int redirects) {
        return new HttpCall("GET", URI.create(url), headers, null, Duration.ofSeconds(3), 10_000, redirects);
    }

    private URI url(String host, String path) {
        return URI.create("http://" + host + ":" + port + path);
    }

    private void serve(HttpExchange exchange) throws IOException {
        seen.add(
                exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Host") + " "
                        + exchange.getRequestURI().getPath() + " x-one="
                        + exchange.getRequestHeaders().getFirst("X-One"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (exchange.getRequestURI().getPath()) {
            case "/to" -> redirect(exchange, exchange.getRequestURI().getQuery());
            case "/loop" -> redirect(exchange, "/loop");
            case "/break" -> exchange.close();
            case "/headers" -> headers(exchange, 1_000, 10);
            case "/header" -> headers(exchange, 1, 100_000);
            case "/endless" -> write(exchange, 0);
            case "/trickle" -> write(exchange, 200);
            default -> {
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
        exchange.close();
    }

    private static void headers(HttpExchange exchange, int count, int length) throws IOException {
        for (int i = 0; i < count; i++) {
            exchange.getResponseHeaders().set("X-" + i, "x".repeat(length));
        }
        exchange.sendResponseHeaders(200, -1);
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void write(HttpExchange exchange, long pauseMillis) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = "x".repeat(pauseMillis > 0 ? 1 : 1000).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 1_000_000; i++) {
                out.write(piece);
                out.flush();
                java.util.concurrent.locks.LockSupport.parkNanos(pauseMillis * 1_000_000);
            }
        }
    }
}
