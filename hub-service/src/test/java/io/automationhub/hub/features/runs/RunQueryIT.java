package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs are found by each filter, in each order, and never another tenant's. */
final class RunQueryIT {

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> List.of(resource()));

    private static final UUID WORKFLOW = Ids.next();
    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static String failedId = "";

    private static RunQueryResource resource() {
        RunMapper mapper = new RunMapper(Json.mapper());
        RunQueryService queries = new RunQueryService(DATABASE.transactions(), (caller, name) -> WORKFLOW, mapper);
        AuditService audit = new AuditService(DATABASE.transactions(), TestKeys.envelope(), Clock.systemUTC());
        RunService runs = new RunService(
                DATABASE.transactions(),
                new FakeStarter(),
                audit,
                mapper,
                new CallbackUrls(URI.create("http://localhost")),
                Clock.systemUTC());
        RunBulkService bulk = new RunBulkService(
                queries,
                runs,
                (caller, run, request) -> {
                    throw new UnsupportedOperationException();
                },
                System::nanoTime);
        return new RunQueryResource(queries, bulk, new Cursors(new byte[32]));
    }

    @BeforeAll
    static void someRuns() {
        OrganizationId mine = ApiServer.ORGANIZATION;
        run(mine, 0).named("plain").took(Duration.ofSeconds(5)).end(DATABASE);
        run(mine, 1).named("ours").of(WORKFLOW).took(Duration.ofSeconds(2)).end(DATABASE);
        EndedRun failed = run(mine, 2)
                .named("broken")
                .given("{\"customer\": \"Zebulon\\nKowalski\"}")
                .failedAt("charge", "The bank answered quixotically")
                .end(DATABASE);
        failedId = failed.id.toString();
        run(mine, 3)
                .named("again")
                .inPlaceOf(failed)
                .triggered("{\"type\": \"retry\"}")
                .answering("{\"invoice\": [{\"number\": 48213}]}")
                .took(Duration.ofSeconds(9))
                .end(DATABASE);
        run(mine, 4)
                .named("clocked")
                .triggered("{\"type\": \"schedule\", \"id\": \"t-7\"}")
                .end(DATABASE);
        run(mine, 5).named("theirs").by("user:somebody").begin(DATABASE);
        OrganizationId other = DATABASE.organization("other");
        run(other, 1)
                .named("foreign")
                .of(WORKFLOW)
                .given("{\"customer\": \"Zebulon\"}")
                .end(DATABASE);
    }

    private static EndedRun run(OrganizationId organization, int day) {
        return new EndedRun(organization, new RunId(idAt(day))).createdAt(DAY.plus(Duration.ofDays(day)));
    }

    private static UUID idAt(int day) {
        UUID now = Ids.next();
        long time = DAY.plus(Duration.ofDays(day)).toEpochMilli();
        return new UUID((time << 16) | (now.getMostSignificantBits() & 0xffff), now.getLeastSignificantBits());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workflow=ours | ours",
                "status=failed | broken",
                "status=failed&status=running | theirs,broken",
                "from=2026-03-04T00:00:00Z | theirs,clocked,again",
                "to=2026-03-02T00:00:00Z | plain",
                "from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z | ours",
                "from=2026-03-02T01:00:00%2B01:00&to=2026-03-02T00:00:00.001Z | ours",
                "trigger=retry | again",
                "trigger=schedule&triggerId=t-7 | clocked",
                "triggerId=t-8 | ''",
                "requestedBy=user:somebody | theirs",
                "error=upstream | broken",
                "error=timeout | ''",
                "failedStep=charge | broken",
                "failedStep=first | ''",
                "q=zebulon | broken",
                "q=kowalski | broken",
                "q=quixotically | broken",
                "q=48213 | again",
                "q=plain%20or%2048213 | again,plain",
                "q=-plain%20-ours%20-clocked%20-again | broken",
                "q=foreign | ''",
                "q=%26%7C!() | ''",
                "q=zebulon&status=succeeded | ''",
                "sort=createdAt | plain,ours,broken,again,clocked,theirs",
                "sort=-durationMs | again,plain,ours,clocked,broken",
                "sort=durationMs&status=succeeded | clocked,ours,plain,again",
            })
    void findsWhatIsAskedFor(String query, String names) {
        ApiResponse answer = API.get("/api/v1/runs?" + query).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        List<String> expected = names.isEmpty() ? List.of() : List.of(names.split(","));
        assertThat(names(answer.json())).containsExactlyElementsOf(expected);
    }

    @Test
    void findsWhatWasRunAgainAndTellsHowRunsEnded() {
        JsonNode again =
                API.get("/api/v1/runs?retryOf=" + failedId).send().json().at("/items/0");
        assertThat(again.path("retryOf").asText()).isEqualTo(failedId);
        assertThat(again.path("durationMs").asLong()).isEqualTo(9_000);
        JsonNode failed = API.get("/api/v1/runs?status=failed").send().json().at("/items/0");
        assertThat(failed.path("error").asText()).isEqualTo("upstream");
        assertThat(failed.path("failedStep").asText()).isEqualTo("charge");
        assertThat(API.get("/api/v1/runs?status=running")
                        .send()
                        .json()
                        .at("/items/0")
                        .has("durationMs"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'',6", "&sort=createdAt,6", "&sort=-durationMs,5", "&sort=durationMs,5"})
    void pagesHoldEachRunOnce(String query, int count) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    API.get("/api/v1/runs?limit=2" + query + cursor).send().json();
            all.addAll(names(page));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(all).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void aCursorBelongsToItsQuery() {
        String cursor =
                API.get("/api/v1/runs?limit=2").send().json().path("nextCursor").asText();
        for (String other : List.of("status=succeeded&limit=2", "sort=createdAt", "q=plain")) {
            ApiResponse answer =
                    API.get("/api/v1/runs?" + other + "&cursor=" + cursor).send();
            assertThat(answer.status()).as(other).isEqualTo(422);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=gone | /query/status",
                "sort=name | /query/sort",
                "sort=id%3B%20drop%20table%20runs | /query/sort",
                "from=yesterday | /query/from",
                "from=2026-03-04T00:00:00Z&to=2026-03-04T00:00:00Z | /query/to",
                "retryOf=1 | /query/retryOf",
                "failedStep=a%20b | /query/failedStep",
                "stats=failed | /query/stats",
                "q= | /query/q",
            })
    void refusesWhatIsNoQuery(String query, String pointer) {
        ApiResponse answer = API.get("/api/v1/runs?" + query).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/pointer").asText()).startsWith(pointer);
    }

    private static List<String> names(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(run -> run.path("name").asText())
                .toList();
    }
}
