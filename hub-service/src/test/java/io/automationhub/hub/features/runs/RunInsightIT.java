package io.automationhub.hub.features.runs;

import static io.automationhub.hub.features.runs.EndedRun.items;
import static io.automationhub.hub.features.runs.EndedRun.skipped;
import static io.automationhub.hub.features.runs.EndedRun.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.flow.StepStatus;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs compared, and expressions evaluated with what is recorded of one. */
@Timeout(120)
final class RunInsightIT {

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> List.of(resource()));

    private static final String STEPS = """
            steps:
              - { id: load, uses: flow/transform, with: { value: { n: "${{ inputs.n }}" } } }
              - { id: each, uses: flow/transform, needs: [load], forEach: { items: "${{ [4, 5, 6] }}" }, with: { value: 1 } }
              - { id: last, uses: flow/transform, needs: [each], if: "false", with: { value: 1 } }
            """;
    private static String run = "";
    private static String other = "";
    private static String open = "";

    private static RunInsightResource resource() {
        ObjectMapper json = Json.mapper();
        AuditService audit = new AuditService(DATABASE.transactions(), TestKeys.envelope(), Clock.systemUTC());
        RunService runs = new RunService(
                DATABASE.transactions(),
                new FakeStarter(),
                audit,
                new RunMapper(json),
                new CallbackUrls(URI.create("http://localhost")),
                Clock.systemUTC());
        return new RunInsightResource(new RunInsightService(DATABASE.transactions(), runs));
    }

    @BeforeAll
    static void someRuns() {
        run = new EndedRun(ApiServer.ORGANIZATION)
                .given("{\"n\": 7, \"tags\": [\"a\", \"b\"]}")
                .with(
                        STEPS,
                        step("load", StepStatus.SUCCEEDED, "{\"token\": {\"secret\": \"API_TOKEN\"}}", "{\"n\": 7}"),
                        items("each", 3),
                        skipped("last"))
                .answering("{\"n\": 7}")
                .end(DATABASE)
                .id
                .toString();
        other = new EndedRun(ApiServer.ORGANIZATION)
                .given("{\"n\": 8, \"tags\": [\"a\"]}")
                .with(
                        STEPS,
                        step("load", StepStatus.SUCCEEDED, "{\"token\": 1}", "{\"n\": 7, \"new\": true}"),
                        items("each", 2))
                .took(Duration.ofSeconds(3))
                .end(DATABASE)
                .id
                .toString();
        open = new EndedRun(ApiServer.ORGANIZATION).begin(DATABASE).id.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "inputs.n + 1 | {} | 8",
                "steps.load.output.n | {} | 7",
                "steps.load.status + steps.last.status | {} | \"succeededskipped\"",
                "steps.each.attempts | {} | 3",
                "n is ${{ inputs.n }} | {} | \"n is 7\"",
                "${{ inputs.tags }} | {} | [\"a\",\"b\"]",
                "run.status | {} | \"succeeded\"",
                "nothing.at.all | {} | null",
                "item * 2 + index | {\"step\": \"each\", \"item\": 1} | 11",
                "output.n | {\"step\": \"each\", \"item\": 2} | 2",
                "output.n | {\"step\": \"load\"} | 7",
                // What comes later is not there yet.
                "steps.last | {\"step\": \"each\"} | null",
                "success() | {\"step\": \"each\"} | true",
                "always() && !failure() && !canceled() | {} | true",
            })
    void yieldsWhatTheRunSaw(String expression, String place, String value) {
        ApiResponse answer = evaluate(expression, place);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("value")).isEqualTo(EndedRun.json(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "inputs. | {} | /expression",
                "1 / 0 | {} | /expression",
                "inputs.n.matches('a') | {} | /expression",
                "1 | {\"step\": \"none\"} | /step",
                "item | {\"step\": \"each\", \"item\": 3} | /item",
                "item | {\"step\": \"load\", \"item\": 0} | /item",
                "item | {\"item\": 0} | /item",
                "[1,2,3,4,5,6,7,8,9].map(a, [1,2,3,4,5,6,7,8,9].map(b, [1,2,3,4,5,6,7,8,9].map(c, [1,2,3,4,5,6,7,8,9].map(d, [1,2,3,4,5,6,7,8,9].map(e, [1,2,3,4,5,6,7,8,9].map(f, [1,2,3,4,5,6,7,8,9].map(g, a * b * c))))))) | {} | /expression",
            })
    void refusesWhatCannotBeEvaluated(String expression, String place, String pointer) {
        ApiResponse answer = evaluate(expression, place);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void aRunThatGoesOnIsNotEvaluated() {
        assertThat(API.post("/api/v1/runs/" + open + "/evaluate", "{\"expression\": \"1\"}")
                        .send()
                        .status())
                .isEqualTo(409);
        assertThat(evaluate("x".repeat(4_001), "{}").status()).isEqualTo(422);
    }

    /** Every variable there is, written out: secrets are among none of them, and the name of one is only text. */
    @Test
    void secretsAreOutOfReach() {
        for (String name : List.of("secrets", "secret", "env", "vars", "trigger", "context", "scope", "organization")) {
            assertThat(evaluate(name, "{}").json().path("value").isNull())
                    .as(name)
                    .isTrue();
        }
        assertThat(evaluate("secret('API_TOKEN')", "{}").status()).isEqualTo(422);
        String everything =
                evaluate("[inputs, steps, run, output]", "{\"step\": \"last\"}").text();
        assertThat(everything).contains("succeeded").doesNotContain("API_TOKEN");
    }

    @Test
    void differencesAreTold() {
        JsonNode found =
                API.get("/api/v1/runs/" + run + "/compare/" + other).send().json();
        assertThat(pointers(found.path("input"))).containsExactly("replace /n", "remove /tags/1");
        assertThat(pointers(found.path("output"))).containsExactly("remove ");
        assertThat(pointers(found.at("/steps/0/input"))).containsExactly("replace /token");
        assertThat(pointers(found.at("/steps/0/output"))).containsExactly("add /new");
        assertThat(found.at("/steps/1/from/items").asInt()).isEqualTo(3);
        assertThat(found.at("/steps/1/to/items").asInt()).isEqualTo(2);
        assertThat(found.at("/steps/2/from/status").asText()).isEqualTo("skipped");
        assertThat(found.at("/steps/2").has("to")).isFalse();
        assertThat(found.at("/from/durationMs").asInt()).isEqualTo(1_000);
        assertThat(found.at("/to/durationMs").asInt()).isEqualTo(3_000);
        assertThat(found.path("complete").asBoolean()).isTrue();
    }

    @Test
    void aRunDoesNotDifferFromItself() {
        JsonNode found =
                API.get("/api/v1/runs/" + run + "/compare/" + run).send().json();
        assertThat(found.path("input")).isEmpty();
        assertThat(found.path("steps"))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.path("output")).isEmpty());
        assertThat(API.get("/api/v1/runs/" + run + "/compare/" + java.util.UUID.randomUUID())
                        .send()
                        .status())
                .isEqualTo(404);
    }

    private static List<String> pointers(JsonNode differences) {
        return differences
                .valueStream()
                .map(each ->
                        each.path("op").asText() + " " + each.path("pointer").asText())
                .toList();
    }

    private static ApiResponse evaluate(String expression, String place) {
        ObjectNode body = (ObjectNode) EndedRun.json(place);
        return API.request("POST", "/api/v1/runs/" + run + "/evaluate")
                .scopes("runs:read")
                .json(body.put("expression", expression).toString())
                .send();
    }
}
