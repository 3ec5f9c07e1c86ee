package io.automationhub.hub.features.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.runs.EndedRun;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.StepStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One step tried alone, and definitions gone through without effect. */
final class WorkflowTrialIT {

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> parts().resources());

    private static final String STEPS = """
            steps:
              - { id: a, uses: flow/transform, with: { value: "${{ inputs.n }}" } }
              - { id: each, uses: flow/transform, needs: [a], forEach: { items: [1, 2] }, with: { value: "${{ item }}" } }
            """;
    private static final String PATH = "/api/v1/workflows/tried";

    private static @Nullable WorkflowParts made;
    private static String run = "";
    private static String open = "";
    private static String other = "";

    private static WorkflowParts parts() {
        made = new WorkflowParts(DATABASE);
        return made;
    }

    private static KeptStarter starter() {
        return Objects.requireNonNull(made).starter;
    }

    @BeforeAll
    static void aWorkflowWithRuns() {
        String inputs = "inputs: { type: object, required: [n], properties: { n: { type: integer } } }\n";
        String definition = "name: tried\n" + inputs + STEPS;
        ApiResponse created = API.request("POST", "/api/v1/workflows")
                .scopes("admin")
                .body("application/yaml", BodyPublishers.ofString(definition))
                .send();
        UUID workflow = UUID.fromString(created.json().path("id").asText());
        run = ended(workflow).given("{\"n\": 4}").end(DATABASE).id.toString();
        other = ended(UUID.randomUUID()).given("{\"n\": 4}").end(DATABASE).id.toString();
        open = new EndedRun(ApiServer.ORGANIZATION)
                .of(workflow)
                .begin(DATABASE)
                .id
                .toString();
    }

    private static EndedRun ended(UUID workflow) {
        return new EndedRun(ApiServer.ORGANIZATION)
                .of(workflow)
                .with(
                        STEPS,
                        EndedRun.step("a", StepStatus.SUCCEEDED, "{\"value\": \"${{ 1 + 1 }}\"}", "4"),
                        EndedRun.items("each", 2));
    }

    @Test
    void aStepRunsAloneWithWhatItIsGiven() {
        ApiResponse answer = test("a", "{\"input\": {\"value\": \"${{ inputs.n }}\", \"it's \\\"odd\\\"\": 1}}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        JsonNode body = answer.json();
        assertThat(answer.header("Location"))
                .endsWith("/api/v1/runs/" + body.path("id").asText());
        assertThat(body.at("/trigger/type").asText()).isEqualTo("stepTest");
        assertThat(body.at("/trigger/step").asText()).isEqualTo("a");
        assertThat(body.has("workflow")).as("not one of the workflow's runs").isFalse();

        FlowInput started = starter().started.getLast();
        assertThat(started.plan().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.needs()).isEmpty());
        assertThat(started.inputs().at("/given/value").asText()).isEqualTo("${{ inputs.n }}");
    }

    @Test
    void aStepRunsAloneWithWhatIsRecorded() {
        test("a", "{\"fromRun\": \"%s\"}".formatted(run));
        assertThat(starter().started.getLast().inputs().path("given"))
                .isEqualTo(EndedRun.json("{\"value\": \"${{ 1 + 1 }}\"}"));

        JsonNode body = test("each", "{\"fromRun\": \"%s\", \"item\": 1}".formatted(run))
                .json();
        assertThat(starter().started.getLast().inputs().path("given")).isEqualTo(EndedRun.json("{\"n\": 1}"));
        assertThat(starter().started.getLast().plan().steps().getFirst().forEach())
                .isNull();
        assertThat(body.at("/trigger/run").asText()).isEqualTo(run);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a | {} | 422",
                "a | {\"input\": {}, \"fromRun\": \"$run\"} | 422",
                "a | {\"input\": 3} | 422",
                "a | {\"fromRun\": \"$other\"} | 422",
                "a | {\"fromRun\": \"$open\"} | 409",
                "a | {\"fromRun\": \"01900000-0000-7000-8000-00000000ffff\"} | 404",
                "each | {\"fromRun\": \"$run\"} | 422",
                "each | {\"fromRun\": \"$run\", \"item\": 2} | 422",
                "none | {\"input\": {}} | 404",
                "a | {\"input\": {}, \"version\": 7} | 404",
            })
    void refusesWhatCannotBeTried(String step, String body, int status) {
        String request = body.replace("$run", run).replace("$other", other).replace("$open", open);
        int before = starter().started.size();
        assertThat(test(step, request).status()).isEqualTo(status);
        assertThat(starter().started).hasSize(before);
    }

    /** What is tried is really done, so it takes what invoking the capability takes. */
    @Test
    void needsTheScopesOfWhatItDoes() {
        for (String scopes : List.of("read,write", "runs:execute", "agents:execute")) {
            assertThat(API.request("POST", PATH + "/steps/a/test")
                            .scopes(scopes)
                            .json("{\"input\": {}}")
                            .send()
                            .status())
                    .as(scopes)
                    .isEqualTo(403);
        }
        assertThat(API.request("POST", PATH + "/steps/a/test")
                        .scopes("runs:execute,agents:execute")
                        .json("{\"input\": {\"value\": 1}}")
                        .send()
                        .status())
                .isEqualTo(202);
        assertThat(API.request("POST", PATH + "/dry-run")
                        .scopes("read")
                        .json("{\"run\": \"%s\"}".formatted(run))
                        .send()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aDryRunForecasts() {
        int before = starter().started.size();
        JsonNode forecast = API.post(PATH + "/dry-run", "{\"run\": \"%s\"}".formatted(run))
                .send()
                .json();
        assertThat(forecast.path("status").asText()).isEqualTo("succeeded");
        assertThat(forecast.at("/steps/0/input/value").asInt()).isEqualTo(4);
        assertThat(forecast.at("/steps/0/differences/0/pointer").asText()).isEqualTo("/value");
        assertThat(forecast.at("/steps/1/itemCount").asInt()).isEqualTo(2);
        assertThat(starter().started).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'run': '$open'} | 409",
                "{'run': '$other'} | 422",
                "{'run': 'x'} | 422",
                "{} | 422",
                "{'run': '$run', 'version': 3} | 404",
                "{'run': '01900000-0000-7000-8000-00000000ffff'} | 404",
            })
    void refusesWhatCannotBeForecast(String body, int status) {
        String request = body.replace("'", "\"")
                .replace("$run", run)
                .replace("$other", other)
                .replace("$open", open);
        assertThat(API.post(PATH + "/dry-run", request).send().status()).isEqualTo(status);
    }

    private static ApiResponse test(String step, String body) {
        return API.post(PATH + "/steps/" + step + "/test", body).send();
    }
}
