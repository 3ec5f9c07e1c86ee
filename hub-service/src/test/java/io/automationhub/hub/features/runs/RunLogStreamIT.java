package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.logs.LogService;
import io.automationhub.hub.features.logs.LogSettings;
import io.automationhub.hub.features.logs.LogStore;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.realtime.SseResponder;
import io.automationhub.hub.platform.realtime.StreamLimits;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.hub.testing.WeakLink;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.flow.CancelRequest;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.ids.RunId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The log of a run, which is also that of a deployment, as a client on a bad line follows it. */
@Timeout(300)
final class RunLogStreamIT {

    private static final ObjectMapper JSON = Json.mapper();
    private static final int LINES = 10_000;
    private static final int CUTS = 10;
    private static final int BURST = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @Order(0)
    static Path folder;

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> List.of(resource()));

    /** What the resource under test stands on; made when the server asks for its resources. */
    private record Parts(PostgresSignals signals, LogStore store, LogService logs) {}

    private static @Nullable Parts parts;

    private final RunId run = new RunId(Ids.next());
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger taken = new AtomicInteger();
    private final List<Long> ids = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private boolean ended;

    private static RunResource resource() {
        PostgresSignals signals = new PostgresSignals(DATABASE.database()::connect);
        LogStore store = new LogStore(
                LogSettings.standard(),
                DATABASE.transactions(),
                signals,
                folder.resolve("spool"),
                organization -> UnaryOperator.identity());
        LogService logs = new LogService(DATABASE.transactions(), signals, JSON);
        parts = new Parts(signals, store, logs);
        AuditService audit = new AuditService(DATABASE.transactions(), TestKeys.envelope(), Clock.systemUTC());
        RunService runs = new RunService(
                DATABASE.transactions(),
                new Nowhere(),
                audit,
                new RunMapper(JSON),
                new CallbackUrls(URI.create("http://localhost")),
                Clock.systemUTC());
        SseResponder sse = new SseResponder(new StreamLimits(50, 50), Duration.ofMillis(200));
        return new RunResource(
                runs,
                (caller, run, request) -> {
                    throw new UnsupportedOperationException();
                },
                (caller, run, step, request) -> {
                    throw new UnsupportedOperationException();
                },
                new RunLogResponder(logs, sse));
    }

    private static Parts parts() {
        return Objects.requireNonNull(parts, "the server has asked for its resources");
    }

    @AfterAll
    static void close() {
        Parts made = parts();
        made.store().close();
        made.logs().close();
        made.signals().close();
    }

    @Test
    void aClientThatIsCutOffAgainAndAgainGetsEveryLineOnce() throws Exception {
        RunRows.insert(DATABASE, ApiServer.ORGANIZATION, run);
        Thread writer = Thread.ofVirtual().start(this::write);
        int connections = 0;
        try (WeakLink link = new WeakLink(API.port())) {
            while (!ended) {
                connections++;
                // The last connection is left alone.
                follow(link, connections <= CUTS ? connections * (LINES / (CUTS + 1)) : Integer.MAX_VALUE);
            }
        } finally {
            writer.join();
        }

        assertThat(connections).isEqualTo(CUTS + 1);
        assertThat(ids)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, LINES).boxed().toList());
        assertThat(texts)
                .containsExactlyElementsOf(
                        IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList());
    }

    /** Two steps, by turns, in bursts: the client is behind in each, and between them it waits for the next. */
    private void write() {
        try {
            for (int i = 0; i < LINES; i++) {
                parts().store()
                        .line(
                                WorkScope.of(ApiServer.ORGANIZATION),
                                LogStream.ofStep(run, i % 2 == 0 ? "build" : "start"),
                                Instant.now(),
                                "line " + i);
                if ((i + 1) % BURST == 0) {
                    int written = i + 1;
                    await().atMost(PATIENCE).until(() -> taken.get() == written);
                }
            }
        } finally {
            // Whatever happened: a log without an end would keep the client for ever.
            parts().store().close(ApiServer.ORGANIZATION, LogService.ofRun(run));
        }
    }

    /** Reads until the log ends or the connection does, which it makes happen once it has seen so many lines. */
    private void follow(WeakLink link, int cutAfter) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + link.port() + "/api/v1/runs/" + run + "/logs"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer test:read");
        if (!ids.isEmpty()) {
            request.header("Last-Event-ID", Long.toString(ids.getLast()));
        }
        try {
            HttpResponse<java.io.InputStream> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (BufferedReader in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                read(in, link, cutAfter);
            }
        } catch (IOException e) {
            assertThat(ids).as("cut off by nobody: %s", e).hasSizeGreaterThanOrEqualTo(cutAfter);
        }
    }

    private void read(BufferedReader in, WeakLink link, int cutAfter) throws IOException {
        String id = "";
        String event = "";
        String data = "";
        boolean cut = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && event.equals("line")) {
                take(id, JSON.readTree(data));
                event = "";
            } else if (line.isEmpty() && event.equals("end")) {
                ended = true;
                return;
            }
            if (!cut && ids.size() >= cutAfter) {
                // What is on its way still comes, perhaps only half an event.
                link.drop();
                cut = true;
            }
        }
    }

    private void take(String id, JsonNode data) {
        assertThat(data.path("seq").asText()).isEqualTo(id);
        ids.add(Long.valueOf(id));
        taken.incrementAndGet();
        texts.add(data.path("text").asText());
    }

    /** Runs that are executed nowhere: only their logs are read. */
    private static final class Nowhere implements RunStarter {

        @Override
        public void start(FlowInput input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<FlowState> state(RunId run) {
            return Optional.empty();
        }

        @Override
        public void cancel(RunId run, CancelRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tell(RunId run, Arrival arrival) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause(RunId run, boolean paused) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean await(RunId run, Duration atMost) {
            throw new UnsupportedOperationException();
        }
    }
}
