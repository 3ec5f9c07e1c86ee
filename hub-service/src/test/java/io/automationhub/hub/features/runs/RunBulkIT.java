package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many runs canceled, or run again, by one request. */
final class RunBulkIT {

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> List.of(resource()));

    private static final FakeStarter STARTER = new FakeStarter();
    private static final AtomicLong NANOS = new AtomicLong();
    private static final UUID WORKFLOW = UUID.fromString("01900000-0000-7000-8000-00000000000a");

    /** A retry of this run is refused. */
    private static RunId refused = new RunId(WORKFLOW);
    /** How long each action takes, as far as the service can tell. */
    private static Duration each = Duration.ZERO;

    private static RunQueryResource resource() {
        RunMapper mapper = new RunMapper(Json.mapper());
        RunQueryService queries = new RunQueryService(DATABASE.transactions(), (caller, name) -> WORKFLOW, mapper);
        AuditService audit = new AuditService(DATABASE.transactions(), TestKeys.envelope(), Clock.systemUTC());
        RunService runs = new RunService(
                DATABASE.transactions(),
                STARTER,
                audit,
                mapper,
                new CallbackUrls(URI.create("http://localhost")),
                Clock.systemUTC());
        RunRetrier retrier = (caller, run, request) -> {
            if (run.equals(refused)) {
                throw new ProblemException(ProblemType.CONFLICT, "Not this one");
            }
            NANOS.addAndGet(each.toNanos());
            EndedRun before = new EndedRun(caller.organization(), run);
            EndedRun again = new EndedRun(caller.organization()).of(WORKFLOW).inPlaceOf(before);
            return runs.get(caller, again.begin(DATABASE).id);
        };
        return new RunQueryResource(
                queries, new RunBulkService(queries, runs, retrier, NANOS::get), new Cursors(new byte[32]));
    }

    @BeforeEach
    void noRuns() {
        DATABASE.superuser().useHandle(handle -> handle.execute("delete from runs"));
        STARTER.canceled.clear();
        each = Duration.ZERO;
    }

    private static EndedRun run() {
        return new EndedRun(ApiServer.ORGANIZATION).of(WORKFLOW);
    }

    @Test
    void openRunsAreCanceledAndEndedOnesLeftAlone() {
        EndedRun first = run().begin(DATABASE);
        EndedRun second = run().begin(DATABASE);
        run().end(DATABASE);
        new EndedRun(ApiServer.ORGANIZATION).by("user:other").begin(DATABASE);

        JsonNode answer =
                post("cancel", "{\"where\": {\"workflow\": \"ours\"}}").json();

        assertThat(STARTER.canceled).containsExactlyInAnyOrder(first.id, second.id);
        assertThat(outcomes(answer)).containsExactly("canceling", "canceling");
        assertThat(answer.path("more").asBoolean()).isFalse();
        assertThat(audited("run.canceled")).isEqualTo(2);
    }

    @Test
    void aDryRunOnlyNames() {
        EndedRun open = run().begin(DATABASE);
        EndedRun failed = run().failedAt("charge", "No").end(DATABASE);

        JsonNode cancel = post("cancel", "{\"where\": {\"workflow\": \"ours\"}, \"dryRun\": true}")
                .json();
        JsonNode retry = post("retry", "{\"where\": {\"workflow\": \"ours\"}, \"dryRun\": true}")
                .json();

        assertThat(cancel.path("count").asInt()).isEqualTo(1);
        assertThat(cancel.at("/items/0/run").asText()).isEqualTo(open.id.toString());
        assertThat(retry.at("/items/0/run").asText()).isEqualTo(failed.id.toString());
        assertThat(outcomes(retry)).containsExactly("matched");
        assertThat(STARTER.canceled).isEmpty();
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void whatFailedIsRunAgainOnceHoweverOftenItIsAskedFor() {
        EndedRun first = run().failedAt("charge", "No").end(DATABASE);
        refused = run().failedAt("charge", "No").end(DATABASE).id;
        run().end(DATABASE);
        String request = "{\"where\": {\"failedStep\": \"charge\"}, \"fromStep\": \"charge\"}";

        JsonNode once = post("retry", request).json();
        JsonNode twice = post("retry", request).json();

        assertThat(outcomes(once)).containsExactly("refused", "retried");
        assertThat(once.at("/items/0/code").asText()).isEqualTo("conflict");
        assertThat(once.at("/items/1/run").asText()).isEqualTo(first.id.toString());
        assertThat(once.at("/items/1/started").asText()).isNotEmpty();
        assertThat(outcomes(twice)).containsExactly("refused");
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void theLimitHoldsAndTheRestIsThereTheNextTime() {
        for (int i = 0; i < 5; i++) {
            run().failedAt("charge", "No").end(DATABASE);
        }
        String request = "{\"where\": {\"error\": \"upstream\"}, \"limit\": 3}";
        JsonNode first = post("retry", request).json();
        JsonNode second = post("retry", request).json();
        assertThat(first.path("more").asBoolean()).isTrue();
        assertThat(outcomes(first)).hasSize(3);
        assertThat(outcomes(second)).hasSize(2);
        assertThat(second.path("more").asBoolean()).isFalse();
    }

    @Test
    void whatTheTimeDoesNotReachIsTold() {
        for (int i = 0; i < 3; i++) {
            run().failedAt("charge", "No").end(DATABASE);
        }
        each = Duration.ofSeconds(15);
        JsonNode answer =
                post("retry", "{\"where\": {\"status\": [\"failed\"]}}").json();
        assertThat(outcomes(answer)).containsExactly("retried", "retried", "notReached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"where\": {}}",
                "{\"where\": {\"status\": [\"open\"]}}",
                "{\"where\": {\"name\": \"x\"}}",
                "{\"where\": {\"q\": \"x\"}, \"limit\": 1001}",
                "{\"where\": {\"q\": \"x\"}, \"limit\": 0}",
                "{\"where\": {\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-01T00:00:00Z\"}}",
                "{\"where\": {\"q\": \"x\"}, \"dryrun\": true}",
            })
    void refusesWhatNamesNoRuns(String request) {
        assertThat(post("cancel", request).status()).isEqualTo(422);
        assertThat(post("retry", request).status()).isEqualTo(422);
    }

    @Test
    void needsTheScopeOfTheSingleAction() {
        String request = "{\"where\": {\"q\": \"x\"}}";
        for (String action : List.of("cancel", "retry")) {
            ApiResponse refusal = API.request("POST", "/api/v1/runs/" + action)
                    .scopes("read,write")
                    .json(request)
                    .send();
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(API.request("POST", "/api/v1/runs/" + action)
                            .scopes("runs:execute")
                            .json(request)
                            .send()
                            .status())
                    .isEqualTo(200);
        }
    }

    private static ApiResponse post(String action, String body) {
        return API.post("/api/v1/runs/" + action, body).send();
    }

    private static List<String> outcomes(JsonNode answer) {
        return answer.path("items")
                .valueStream()
                .map(item -> item.path("outcome").asText())
                .toList();
    }

    private static int count() {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select count(*) from runs")
                        .mapTo(Integer.class)
                        .one());
    }

    private static int audited(String action) {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select count(*) from audit_entries where action = ?")
                        .bind(0, action)
                        .mapTo(Integer.class)
                        .one());
    }
}
