package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.HubApplication;
import io.automationhub.hub.deploying.HubClient;
import io.automationhub.hub.deploying.HubProcess;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs that a whole hub really executed: found, looked into, tried in parts and run again. */
class WholeRunsIT {

    private static final Duration ENDS = Duration.ofMinutes(2);
    private static final String WORKFLOW = "/api/v1/workflows/whole";

    private static @Nullable HubProcess started;

    @BeforeAll
    static void startHub() {
        started = HubProcess.start(HubApplication.class, Map.of());
        client().post("/api/v1/workflows", """
                {"name": "whole", "retention": {"days": 7}, "steps": [
                  {"id": "load", "uses": "flow/transform", "with": {"value": {"n": 7}}},
                  {"id": "each", "uses": "flow/transform", "needs": ["load"],
                   "forEach": {"items": "${{ inputs.items }}"}, "with": {"value": "${{ item * steps.load.output.n }}"}},
                  {"id": "gate", "uses": "flow/fail", "needs": ["each"], "if": "inputs.shut",
                   "with": {"message": "The drawbridge is up"}}],
                 "outputs": {"first": "${{ steps.each.output[0] }}"}}""");
        client().post(WORKFLOW + "/publish", "");
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

    private static JsonNode run(int items, boolean shut) {
        StringBuilder list = new StringBuilder("0");
        for (int i = 1; i < items; i++) {
            list.append(',').append(i);
        }
        return ended(client().post(
                        WORKFLOW + "/runs", "{\"input\": {\"items\": [%s], \"shut\": %b}}".formatted(list, shut)));
    }

    private static JsonNode ended(JsonNode run) {
        await().atMost(ENDS).until(() -> client().get(path(run)).hasNonNull("endedAt"));
        return client().get(path(run));
    }

    private static String path(JsonNode run) {
        return "/api/v1/runs/" + run.path("id").asText();
    }

    @Test
    void aLongRunIsReadInPartsAndAFailedOneFoundAndRunAgain() {
        JsonNode good = run(250, false);
        JsonNode failed = run(3, true);

        assertThat(client().get(path(good) + "/steps").at("/items/1/itemCount").asInt())
                .isEqualTo(250);
        JsonNode items = client().get(path(good) + "/steps/each/items?limit=200");
        JsonNode rest = client().get(path(good) + "/steps/each/items?cursor="
                + items.path("nextCursor").asText());
        assertThat(rest.at("/items/49/output").asInt()).isEqualTo(249 * 7);
        assertThat(client().get(path(good) + "/timeline?limit=200").path("items"))
                .hasSize(200);
        assertThat(client().get(path(failed) + "/timeline").path("items").size())
                .isGreaterThanOrEqualTo(5);

        JsonNode found = client().get("/api/v1/runs?q=drawbridge&failedStep=gate&workflow=whole");
        assertThat(found.path("items")).hasSize(1);
        assertThat(found.at("/items/0/id")).isEqualTo(failed.path("id"));
        assertThat(found.at("/items/0/error").asText()).isEqualTo("failed");

        JsonNode compared =
                client().get(path(good) + "/compare/" + failed.path("id").asText());
        assertThat(compared.at("/steps/2/from/status").asText()).isEqualTo("skipped");
        assertThat(compared.at("/steps/2/to/status").asText()).isEqualTo("failed");
        JsonNode value = client().post(path(failed) + "/evaluate", "{\"expression\": \"steps.gate.error.detail\"}");
        assertThat(value.path("value").asText()).isEqualTo("The drawbridge is up");

        JsonNode answer = client().post("/api/v1/runs/retry", "{\"where\": {\"failedStep\": \"gate\"}}");
        assertThat(answer.at("/items/0/outcome").asText()).isEqualTo("retried");
        JsonNode again = ended(
                client().get("/api/v1/runs/" + answer.at("/items/0/started").asText()));
        assertThat(again.path("retryOf")).isEqualTo(failed.path("id"));
    }

    @Test
    void oneStepRunsAloneAndADraftIsForecast() {
        JsonNode whole = run(2, false);
        JsonNode alone = ended(client().post(
                        WORKFLOW + "/steps/load/test",
                        "{\"fromRun\": \"%s\"}".formatted(whole.path("id").asText())));
        assertThat(alone.path("status").asText()).isEqualTo("succeeded");
        assertThat(alone.path("steps")).hasSize(1);
        assertThat(alone.at("/steps/0/output")).isEqualTo(whole.at("/steps/0/output"));

        JsonNode forecast = client().post(
                        WORKFLOW + "/dry-run",
                        "{\"run\": \"%s\"}".formatted(whole.path("id").asText()));
        assertThat(forecast.path("status")).isEqualTo(whole.path("status"));
        assertThat(forecast.at("/steps/1/items/1/value").asInt()).isEqualTo(7);
    }

    @Test
    void openRunsAreCanceledTogether() {
        client().post("/api/v1/workflows", """
                {"name": "waiting", "steps": [{"id": "a", "uses": "flow/wait", "with": {"duration": "1d"}}]}""");
        client().post("/api/v1/workflows/waiting/publish", "");
        JsonNode one = client().post("/api/v1/workflows/waiting/runs", "{}");
        JsonNode two = client().post("/api/v1/workflows/waiting/runs", "{}");

        JsonNode answer = client().post("/api/v1/runs/cancel", "{\"where\": {\"workflow\": \"waiting\"}}");

        assertThat(answer.path("count").asInt()).isEqualTo(2);
        assertThat(ended(one).path("status").asText()).isEqualTo("canceled");
        assertThat(ended(two).path("status").asText()).isEqualTo("canceled");
    }
}
