package io.automationhub.hub.features.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.platform.realtime.OriginPolicy;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.realtime.SocketResponder;
import io.automationhub.hub.platform.realtime.SseResponder;
import io.automationhub.hub.platform.realtime.StreamLimits;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
final class EventStreamIT {

    private static final ObjectMapper JSON = Json.mapper();
    private static final AtomicBoolean REVOKED = new AtomicBoolean();
    private static final StreamLimits LIMITS = new StreamLimits(4, 10);
    private static final List<AutoCloseable> PARTS = new ArrayList<>();

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> List.of(resource())).with(credentials -> {
        if (credentials.secret() == null) {
            return null;
        }
        if (REVOKED.get() || !credentials.secret().startsWith("key-")) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The key is not known");
        }
        Set<String> scopes = credentials.secret().equals("key-none") ? Set.of() : Set.of("read", "write");
        return new Caller(ApiServer.ORGANIZATION, credentials.secret(), scopes, Set.of());
    });

    private final HttpClient client = HttpClient.newHttpClient();
    private String topic;
    private static int topics;

    private static EventResource resource() {
        PostgresSignals signals = new PostgresSignals(DATABASE.database()::connect);
        EventService events = new EventService(DATABASE.transactions(), signals, JSON);
        EventBus bus = new EventBus(DATABASE.transactions(), signals, JSON, ConsumerSettings.standard());
        PARTS.addAll(List.of(bus, events, signals));
        return new EventResource(
                events,
                bus,
                new SseResponder(LIMITS, Duration.ofMillis(200)),
                new SocketResponder(
                        LIMITS, new OriginPolicy(Set.of("https://hub.example.org")), Duration.ofMillis(200)));
    }

    @BeforeEach
    void fresh() {
        REVOKED.set(false);
        topic = "app.t" + topics++;
    }

    @AfterEach
    void allClosed() {
        await().untilAsserted(() -> assertThat(LIMITS.size()).isZero());
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable part : PARTS) {
            part.close();
        }
    }

    @Test
    void serverSentEventsResumeAfterAnId() throws Exception {
        long before = head();
        publish(0, 5);
        List<String> ids = new ArrayList<>();
        try (BufferedReader stream = sse("?topic=" + topic + "&after=" + before, null)) {
            publish(5, 5);
            assertThat(read(stream, 7, ids)).containsExactlyElementsOf(numbers(0, 7));
        }
        try (BufferedReader stream = sse("?topic=" + topic, ids.getLast())) {
            assertThat(read(stream, 3, ids)).containsExactlyElementsOf(numbers(7, 10));
        }
    }

    @Test
    void socketsResumeAfterASequence() throws Exception {
        long before = head();
        publish(0, 5);
        Listener first = new Listener();
        WebSocket socket = open(first, "?topic=" + topic + "&after=" + before, "key-a");
        publish(5, 5);
        assertThat(first.take(7)).containsExactlyElementsOf(numbers(0, 7));
        socket.abort();

        Listener second = new Listener();
        WebSocket again = open(second, "?topic=" + topic + "&after=" + first.sequences.get(6), "key-a");
        assertThat(second.take(3)).containsExactlyElementsOf(numbers(7, 10));
        again.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void aRevokedKeyClosesItsStreams() throws Exception {
        Listener listener = new Listener();
        open(listener, "?topic=" + topic, "key-b");
        try (BufferedReader stream = sse("?topic=" + topic, null)) {
            long revoked = System.nanoTime();
            REVOKED.set(true);
            assertThat(stream.lines().filter(line -> line.startsWith("event:"))).containsExactly("event: revoked");
            assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(5));
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(listener.code).isEqualTo(1008));
    }

    @Test
    void socketsAskForWhatRequestsDo() {
        assertThat(refusal("?topic=" + topic, null, null)).isEqualTo(401);
        assertThat(refusal("?topic=" + topic, "unknown", null)).isEqualTo(401);
        assertThat(refusal("?topic=" + topic, "key-none", null)).isEqualTo(403);
        assertThat(refusal("?topic=" + topic, "key-a", "https://evil.example.org"))
                .isEqualTo(403);
        assertThat(refusal("?topic=a..b", "key-a", null)).isEqualTo(422);
        // The control: the hub's own page may.
        Listener listener = new Listener();
        builder("key-a", "https://hub.example.org")
                .buildAsync(uri("?topic=" + topic), listener)
                .join()
                .abort();
    }

    @Test
    void aPageSendsItsKeyAsAProtocol() throws Exception {
        Listener listener = new Listener();
        WebSocket socket = builder(null, "https://hub.example.org")
                .subprotocols("hub.v1", "bearer.key-page")
                .buildAsync(uri("?topic=" + topic), listener)
                .join();
        assertThat(socket.getSubprotocol()).isEqualTo("hub.v1");
        publish(0, 1);
        assertThat(listener.take(1)).containsExactlyElementsOf(numbers(0, 1));
        long revoked = System.nanoTime();
        REVOKED.set(true);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(listener.code).isEqualTo(1008));
        assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aKeyAsAProtocolOpensNothingElse() throws Exception {
        assertThat(pageRefusal("https://evil.example.org", "hub.v1", "bearer.key-a"))
                .isEqualTo(403);
        assertThat(pageRefusal("https://hub.example.org", "hub.v1", "bearer.unknown"))
                .isEqualTo(401);
        assertThat(pageRefusal("https://hub.example.org", "hub.v1", "bearer.key-none"))
                .isEqualTo(403);
        assertThat(pageRefusal("https://hub.example.org", "hub.v1", "bearer.key-a", "bearer.key-b"))
                .isEqualTo(401);
        assertThat(pageRefusal("https://hub.example.org", "hub.v1")).isEqualTo(401);
        HttpRequest plain = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + API.port() + "/api/v1/events/stream?topic=" + topic))
                .header("Sec-WebSocket-Protocol", "bearer.key-a")
                .build();
        assertThat(client.send(plain, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    private int pageRefusal(String origin, String protocol, String... more) {
        return refusal(
                builder(null, origin).subprotocols(protocol, more).buildAsync(uri("?topic=" + topic), new Listener()));
    }

    @Test
    void aSocketThatTalksIsClosed() throws Exception {
        Listener listener = new Listener();
        WebSocket socket = open(listener, "?topic=" + topic, "key-c");
        socket.sendText("x".repeat(100), true).join();
        await().untilAsserted(() -> assertThat(listener.code).isEqualTo(1003));
    }

    @Test
    void aCallerHoldsSoManyStreamsOnly() throws Exception {
        List<BufferedReader> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.add(sse("", null));
        }
        HttpResponse<String> fifth = client.send(request("", null), HttpResponse.BodyHandlers.ofString());
        assertThat(fifth.statusCode()).isEqualTo(429);
        for (BufferedReader stream : open) {
            stream.close();
        }
    }

    @Test
    void publishingAnswersWithTheEvent() throws Exception {
        long before = head();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + API.port() + "/api/v1/events"))
                .header("Authorization", "Bearer key-a")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"" + topic + "\",\"payload\":{\"n\":1}}"))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(202);
        await().untilAsserted(() -> {
            String page = get("/api/v1/events?topic=" + topic + "&after=" + before);
            assertThat(page)
                    .contains(JSON.readTree(answer.body()).path("id").asText())
                    .contains("\"specversion\":\"1.0\"");
        });
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + API.port() + path))
                                .header("Authorization", "Bearer key-a")
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private int refusal(String query, @Nullable String key, @Nullable String origin) {
        return refusal(builder(key, origin).buildAsync(uri(query), new Listener()));
    }

    private static int refusal(CompletableFuture<WebSocket> opening) {
        try {
            opening.join().abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private WebSocket open(Listener listener, String query, String key) {
        return builder(key, null).buildAsync(uri(query), listener).join();
    }

    private WebSocket.Builder builder(@Nullable String key, @Nullable String origin) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (key != null) {
            builder.header("Authorization", "Bearer " + key);
        }
        if (origin != null) {
            builder.header("Origin", origin);
        }
        return builder;
    }

    private static URI uri(String query) {
        return URI.create("ws://127.0.0.1:" + API.port() + "/api/v1/events/stream" + query);
    }

    private HttpRequest request(String query, @Nullable String lastId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + API.port() + "/api/v1/events/stream" + query))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer key-a");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        return request.build();
    }

    private BufferedReader sse(String query, @Nullable String lastId) throws Exception {
        var answer = client.send(request(query, lastId), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        BufferedReader reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        assertThat(reader.readLine()).isEqualTo("retry: 1000");
        return reader;
    }

    private static List<Integer> read(BufferedReader stream, int count, List<String> ids) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            String line = stream.readLine();
            assertThat(line).isNotNull();
            if (line.startsWith("id: ")) {
                ids.add(line.substring(4));
            } else if (line.startsWith("data: ")) {
                numbers.add(
                        JSON.readTree(line.substring(6)).path("data").path("n").asInt());
            }
        }
        return numbers;
    }

    private static long head() {
        return DATABASE.transactions()
                .inOrganization(
                        ApiServer.ORGANIZATION,
                        handle -> handle.attach(EventDao.class).head(ApiServer.ORGANIZATION));
    }

    private void publish(int from, int count) {
        EventService events = (EventService) PARTS.get(1);
        for (int i = from; i < from + count; i++) {
            events.publish(
                    new Caller(ApiServer.ORGANIZATION, "test", Set.of(), Set.of()),
                    topic,
                    JsonNodeFactory.instance.objectNode().put("n", i));
        }
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static final class Listener implements WebSocket.Listener {

        final BlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();
        final List<String> sequences = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        volatile int code;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    var event = JSON.readTree(text.toString());
                    sequences.add(event.path("sequence").asText());
                    numbers.add(event.path("data").path("n").asInt());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            code = statusCode;
            return null;
        }

        List<Integer> take(int count) throws InterruptedException {
            List<Integer> taken = new ArrayList<>();
            while (taken.size() < count) {
                Integer number = numbers.poll(10, TimeUnit.SECONDS);
                assertThat(number).isNotNull();
                taken.add(number);
            }
            return taken;
        }
    }
}
