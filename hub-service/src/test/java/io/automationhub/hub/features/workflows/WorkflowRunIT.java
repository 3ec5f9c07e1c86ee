package io.automationhub.hub.features.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.HubApplication;
import io.automationhub.hub.deploying.HubClient;
import io.automationhub.hub.deploying.HubProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workflows of a whole hub: published, run, killed in the middle, and run again from a step. */
class WorkflowRunIT {

    private static final Duration ENDS = Duration.ofMinutes(2);

    private static @Nullable HubProcess started;
    private static int number;

    @BeforeAll
    static void startHub() {
        started = HubProcess.start(HubApplication.class, Map.of());
    }

    @AfterAll
    static void stopHub() {
        hub().close();
    }

    private static HubProcess hub() {
        return Objects.requireNonNull(started);
    }

    private static HubClient client() {
        return hub().client();
    }

    /** Publishes a workflow of these steps; its path. */
    private static String publish(String steps) {
        String name = "flow-" + ++number;
        client().post("/api/v1/workflows", definition(name, steps));
        client().post("/api/v1/workflows/" + name + "/publish", "");
        return "/api/v1/workflows/" + name;
    }

    private static String definition(String name, String steps) {
        return "{\"name\": \"" + name + "\", \"steps\": [" + steps + "]}";
    }

    private static JsonNode ended(JsonNode run) {
        String path = path(run);
        await().atMost(ENDS).until(() -> client().get(path).hasNonNull("endedAt"));
        return client().get(path);
    }

    private static String path(JsonNode run) {
        return "/api/v1/runs/" + run.path("id").asText();
    }

    private static JsonNode step(JsonNode run, String id) {
        return run.path("steps")
                .valueStream()
                .filter(step -> step.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static final String GATED = """
            {"id": "first", "uses": "flow/transform", "with": {"value": {"n": 7}}},
            {"id": "gate", "uses": "flow/fail", "needs": ["first"], "if": "inputs.shut", "with": {"message": "It is shut"}},
            {"id": "last", "uses": "flow/transform", "needs": ["gate"], "if": "!failure()",
             "with": {"value": {"n": "${{ steps.first.output.n * 2 }}"}}}
            """;

    @Test
    void aFailedRunIsRunAgainFromWhereItFailedWithOtherInput() {
        String workflow = publish(GATED);
        JsonNode failed = ended(client().post(workflow + "/runs", "{\"input\": {\"shut\": true}}"));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("error").path("detail").asText()).isEqualTo("It is shut");

        JsonNode again = ended(client().post(path(failed) + "/retry", "{\"input\": {\"shut\": false}}"));

        assertThat(again.path("status").asText()).isEqualTo("succeeded");
        assertThat(again.path("retryOf")).isEqualTo(failed.path("id"));
        assertThat(again.path("trigger").path("type").asText()).isEqualTo("retry");
        assertThat(step(again, "first")).as("kept").isEqualTo(step(failed, "first"));
        assertThat(step(again, "last").path("output").path("n").asInt()).isEqualTo(14);
    }

    @Test
    void aRunIsRunAgainByTheNewestVersion() {
        String workflow = publish(GATED);
        JsonNode first = ended(client().post(workflow + "/runs", "{\"input\": {\"shut\": false}}"));
        String name = workflow.substring(workflow.lastIndexOf('/') + 1);
        client().put(workflow, definition(name, GATED.replace("n * 2", "n * 3")));
        client().post(workflow + "/publish", "");

        JsonNode same = ended(client().post(path(first) + "/retry", "{\"fromStep\": \"last\"}"));
        JsonNode newest = ended(client().post(path(first) + "/retry", "{\"version\": \"latest\"}"));

        assertThat(step(same, "last").path("output").path("n").asInt()).isEqualTo(14);
        assertThat(same.path("workflowVersion").asInt()).isEqualTo(1);
        assertThat(step(newest, "last").path("output").path("n").asInt()).isEqualTo(21);
        assertThat(newest.path("workflowVersion").asInt()).isEqualTo(2);
        assertThat(step(newest, "first")).isEqualTo(step(first, "first"));
    }

    @Test
    void whatCannotBeRunAgainIsRefused() {
        String workflow = publish(GATED);
        JsonNode first = ended(client().post(workflow + "/runs", "{\"input\": {\"shut\": false}}"));
        JsonNode unknown = client().refused(422, path(first) + "/retry", "{\"fromStep\": \"nowhere\"}");
        assertThat(unknown.path("errors").path(0).path("pointer").asText()).isEqualTo("/fromStep");
        assertThat(client().refused(409, path(first) + "/retry", "{}")
                        .path("detail")
                        .asText())
                .contains("ended well");
        client().refused(422, path(first) + "/retry", "{\"version\": 0}");
        client().refused(404, path(first) + "/retry", "{\"version\": 99, \"fromStep\": \"last\"}");
        client().refused(422, path(first) + "/retry", "{\"step\": \"last\"}");

        String waiting = publish("{\"id\": \"a\", \"uses\": \"flow/wait\", \"with\": {\"duration\": \"1d\"}}");
        JsonNode open = client().post(waiting + "/runs", "{}");
        assertThat(client().refused(409, path(open) + "/retry", "{}")
                        .path("detail")
                        .asText())
                .contains("has not ended");
        client().post(path(open) + "/cancel", "");
        assertThat(ended(open).path("status").asText()).isEqualTo("canceled");
    }

    @Test
    void aWaitGoesOnThroughTheDeathOfTheHub() {
        String workflow = publish("""
                {"id": "pause", "uses": "flow/wait", "with": {"duration": "8s"}},
                {"id": "after", "uses": "flow/transform", "needs": ["pause"], "with": {"value": "done"}}
                """);
        JsonNode run = client().post(workflow + "/runs", "{}");
        await().atMost(ENDS)
                .until(() -> client().get(path(run)).path("status").asText().equals("waiting"));

        hub().kill();
        hub().restart();

        JsonNode ended = ended(run);
        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        JsonNode pause = step(ended, "pause");
        assertThat(Duration.between(
                        Instant.parse(pause.path("startedAt").asText()),
                        Instant.parse(pause.path("endedAt").asText())))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(8));
        assertThat(pause.path("call").path("attemptCount").asInt()).isEqualTo(1);
        assertThat(step(ended, "after").path("output").asText()).isEqualTo("done");
    }
}
