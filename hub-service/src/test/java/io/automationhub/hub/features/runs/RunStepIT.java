package io.automationhub.hub.features.runs;

import static io.automationhub.hub.features.runs.EndedRun.items;
import static io.automationhub.hub.features.runs.EndedRun.skipped;
import static io.automationhub.hub.features.runs.EndedRun.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inside of a run, page by page: of a long one from its pieces, of a short or an open one from its state. */
final class RunStepIT {

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> List.of(resource()));

    private static final FakeStarter STARTER = new FakeStarter();
    private static final String STEPS = """
            steps:
              - { id: load, uses: flow/transform, with: { value: 1 } }
              - { id: many, uses: flow/transform, needs: [load], forEach: { items: [] }, with: { value: 1 } }
              - { id: more, uses: flow/transform, needs: [load], forEach: { items: [] }, with: { value: 1 } }
              - { id: last, uses: flow/transform, needs: [many], if: "false", with: { value: 1 } }
            """;
    private static String big = "";
    private static String small = "";
    private static String open = "";

    private static RunStepResource resource() {
        return new RunStepResource(service(), new IdPages(new Cursors(new byte[32])));
    }

    private static RunStepService service() {
        ObjectMapper json = Json.mapper();
        AuditService audit = new AuditService(DATABASE.transactions(), TestKeys.envelope(), Clock.systemUTC());
        RunService runs = new RunService(
                DATABASE.transactions(),
                STARTER,
                audit,
                new RunMapper(json),
                new CallbackUrls(URI.create("http://localhost")),
                Clock.systemUTC());
        return new RunStepService(DATABASE.transactions(), runs, json);
    }

    @BeforeAll
    static void someRuns() {
        big = run(10_000).end(DATABASE).id.toString();
        small = run(60).end(DATABASE).id.toString();
        EndedRun live = run(3).begin(DATABASE);
        STARTER.live.put(live.id, new FlowState(RunStatus.RUNNING, null, null, List.of(states(60)), null, null));
        open = live.id.toString();
    }

    private static EndedRun run(int items) {
        return new EndedRun(ApiServer.ORGANIZATION).with(STEPS, states(items));
    }

    private static StepState[] states(int items) {
        return new StepState[] {
            step("load", StepStatus.SUCCEEDED, "{}", "1"), items("many", items), items("more", items), skipped("last")
        };
    }

    private static List<String> runs() {
        return List.of(big, small, open);
    }

    @Test
    void aRunIsSummedUpWithoutItsDocuments() {
        for (String run : runs()) {
            JsonNode summary = get(run, "summary");
            assertThat(summary.path("id").asText()).isEqualTo(run);
            assertThat(summary.path("name").asText()).isEqualTo("nightly");
            assertThat(summary.has("durationMs")).isEqualTo(!run.equals(open));
        }
    }

    @Test
    void stepsComeWithoutTheirValues() {
        for (String run : runs()) {
            JsonNode page = get(run, "steps?limit=3");
            assertThat(page.at("/items/1/itemCount").asInt()).isIn(60, 10_000);
            assertThat(page.at("/items/1/items/failed").asInt()).isIn(0, 100);
            assertThat(page.at("/items/1/attempts")).isEqualTo(page.at("/items/1/itemCount"));
            assertThat(page.at("/items/0/attempts").asInt()).isEqualTo(1);
            JsonNode rest =
                    get(run, "steps?limit=3&cursor=" + page.path("nextCursor").asText());
            assertThat(rest.at("/items/0/id").asText()).isEqualTo("last");
            assertThat(rest.at("/items/0/status").asText()).isEqualTo("skipped");
            assertThat(rest.has("nextCursor")).isFalse();
        }
    }

    @Test
    void itemsArePagedInTheirOrder() {
        for (String run : runs()) {
            String page = "steps/many/items?limit=7";
            List<Integer> seen = new ArrayList<>();
            JsonNode answer = get(run, page);
            for (int i = 0; i < 20 && answer.has("nextCursor"); i++) {
                answer.path("items").forEach(item -> seen.add(item.path("index").asInt()));
                answer = get(run, page + "&cursor=" + answer.path("nextCursor").asText());
            }
            assertThat(seen).hasSizeGreaterThanOrEqualTo(56);
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i)).isEqualTo(i);
            }
        }
        JsonNode item = get(big, "steps/more/items?limit=1").at("/items/0");
        assertThat(item.at("/input/n").asInt()).isZero();
        assertThat(item.at("/attempts/0/number").asInt()).isEqualTo(1);
    }

    @Test
    void itemsOfAStatusAreFoundThroughoutTheList() {
        JsonNode failed = get(big, "steps/many/items?status=failed&limit=100");
        assertThat(failed.path("items")).hasSize(100);
        assertThat(failed.at("/items/99/index").asInt()).isEqualTo(9_999);
        assertThat(failed.at("/items/0/error/type").asText()).isEqualTo("upstream");
        assertThat(failed.has("nextCursor")).isFalse();
        assertThat(get(small, "steps/many/items?status=failed").path("items")).isEmpty();
    }

    @Test
    void theTimelineIsInTheOrderOfBeginnings() {
        for (String run : runs()) {
            JsonNode page = get(run, "timeline?limit=50");
            List<Instant> starts = page.path("items")
                    .valueStream()
                    .map(entry -> Instant.parse(entry.path("startedAt").asText()))
                    .toList();
            assertThat(starts).hasSize(50).isSorted();
            JsonNode next = get(
                    run, "timeline?limit=50&cursor=" + page.path("nextCursor").asText());
            assertThat(Instant.parse(next.at("/items/0/startedAt").asText())).isAfterOrEqualTo(starts.getLast());
        }
    }

    @Test
    void aWindowOfTheTimelineHoldsWhatGoesOnInIt() {
        String window = "timeline?from=2026-03-01T10:00:05.000Z&to=2026-03-01T10:00:05.020Z&limit=200";
        JsonNode entries = get(big, window).path("items");
        // Each item takes ten milliseconds: begun from ten before the window until its end.
        assertThat(entries).hasSize(60);
        assertThat(get(big, window + "&step=many").path("items")).hasSize(30);
        assertThat(get(small, window).path("items")).isEmpty();
        assertThat(get(big, "timeline?from=2027-01-01T00:00:00Z").path("items")).isEmpty();
    }

    @Test
    void aFailedAttemptTellsItsProblem() {
        JsonNode entries = get(big, "timeline?step=many&from=2026-03-01T10:00:00.105Z&limit=5")
                .path("items");
        assertThat(entries.valueStream()
                        .filter(entry -> entry.path("status").asText().equals("failed")))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("item").asInt()).isEqualTo(99);
                    assertThat(entry.path("error").asText()).isEqualTo("upstream");
                });
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String none = Ids.next().toString();
        for (String path : List.of("summary", "steps", "timeline", "steps/many/items")) {
            assertThat(API.get("/api/v1/runs/" + none + "/" + path).send().status())
                    .isEqualTo(404);
        }
        assertThat(API.get("/api/v1/runs/" + small + "/steps/none/items").send().status())
                .isEqualTo(404);
        assertThat(get(small, "steps/load/items").path("items")).isEmpty();
    }

    @Test
    void whoeverIsRestrictedToOtherProjectsFindsNothing() {
        Caller restricted = new Caller(ApiServer.ORGANIZATION, "api-key:narrow", Set.of("read"), Set.of(Ids.next()));
        Caller free = new Caller(ApiServer.ORGANIZATION, "api-key:wide", Set.of("read"), Set.of());
        for (String run : runs()) {
            RunId id = RunId.of(run);
            assertThat(service().summary(free, id).id()).isEqualTo(id);
            assertThatThrownBy(() -> service().summary(restricted, id)).isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> service().steps(restricted, id, null, 10)).isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> service().items(restricted, id, "many", null, null, 10))
                    .isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> service().timeline(restricted, id, null, null, null, null, 10))
                    .isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steps?limit=201",
                "steps?cursor=AAAA",
                "steps/many/items?status=gone",
                "timeline?from=then",
                "timeline?to=1",
                "timeline?step=a%20b"
            })
    void refusesWhatIsNoPage(String query) {
        ApiResponse answer = API.get("/api/v1/runs/" + big + "/" + query).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    }

    private static JsonNode get(String run, String query) {
        ApiResponse answer = API.get("/api/v1/runs/" + run + "/" + query).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }
}
