package io.automationhub.hub.features.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.HubApplication;
import io.automationhub.hub.deploying.HubClient;
import io.automationhub.hub.deploying.HubProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs of a whole hub that wait for events, callbacks, decisions and other runs. */
class WaitsIT {

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

    /** Publishes a workflow of these steps; its name. */
    private static String publish(String steps) {
        String name = "wait-" + ++number;
        client().post("/api/v1/workflows", "{\"name\": \"" + name + "\", \"steps\": [" + steps + "]}");
        client().post("/api/v1/workflows/" + name + "/publish", "");
        return name;
    }

    private static JsonNode start(String steps, String input) {
        return client().post("/api/v1/workflows/" + publish(steps) + "/runs", "{\"input\": " + input + "}");
    }

    private static JsonNode ended(JsonNode run) {
        await().atMost(ENDS).until(() -> client().get(path(run)).hasNonNull("endedAt"));
        return client().get(path(run));
    }

    private static void awaitStatus(JsonNode run, String status) {
        await().atMost(ENDS)
                .until(() -> client().get(path(run)).path("status").asText().equals(status));
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

    /** Another key than the administrator's. */
    private static HubClient keyWith(String scopes) {
        JsonNode issued =
                client().post("/api/v1/api-keys", "{\"name\": \"k" + ++number + "\", \"scopes\": [" + scopes + "]}");
        return hub().client(issued.path("secret").asText());
    }

    private static final String CALLBACK = """
            {"id": "url", "uses": "flow/transform", "with": {"value": "${{ run.callbackUrl }}"}},
            {"id": "answer", "uses": "flow/wait", "needs": ["url"], "with": {"callback": {"schema":
                {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}}, "timeout": "1h"}}
            """;

    private static String callback(JsonNode run) {
        await().atMost(ENDS).until(() -> step(client().get(path(run)), "url").hasNonNull("output"));
        String url = step(client().get(path(run)), "url").path("output").asText();
        return URI.create(url).getPath();
    }

    @Test
    void anAnswerToTheCallbackEndsTheWait() {
        JsonNode run = start(CALLBACK, "{}");
        String callback = callback(run);
        awaitStatus(run, "waiting");
        HubClient nobody = keyWith("\"read\"");

        String wrong = callback.substring(0, callback.length() - 4) + "AAAA";
        nobody.refused(404, wrong + "/answer", "{\"n\": 1}");
        nobody.refused(404, callback + "/nowhere", "{\"n\": 1}");
        JsonNode misfit = nobody.refused(422, callback + "/answer", "{\"n\": \"one\"}");
        assertThat(misfit.path("errors").path(0).path("pointer").asText()).isEqualTo("/n");
        nobody.post(callback + "/answer", "{\"n\": 1}");

        JsonNode ended = ended(run);
        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        assertThat(step(ended, "answer").path("output").path("body").path("n").asInt())
                .isEqualTo(1);
        nobody.refused(409, callback + "/answer", "{\"n\": 2}");
    }

    @Test
    void anAnswerBeforeTheWaitIsKept() {
        JsonNode run = start("""
                {"id": "url", "uses": "flow/transform", "with": {"value": "${{ run.callbackUrl }}"}},
                {"id": "gate", "uses": "flow/wait", "with": {"callback": {}}},
                {"id": "answer", "uses": "flow/wait", "needs": ["gate"], "with": {"callback": {}}}
                """, "{}");
        String callback = callback(run);
        client().post(callback + "/answer", "\"early\"");
        client().refused(409, callback + "/answer", "\"again\"");
        client().post(callback + "/gate", "");
        assertThat(step(ended(run), "answer").path("output").path("body").asText())
                .isEqualTo("early");
    }

    @Test
    void theEventThatIsMeantEndsTheWait() {
        JsonNode run = start("""
                {"id": "a", "uses": "flow/wait", "with": {"event": {"topic": "order.*",
                    "match": {"data.order": "${{ inputs.order }}"}, "where": "event.data.amount > 10"}}}
                """, "{\"order\": 7}");
        awaitStatus(run, "waiting");
        publishEvent("order.paid", "{\"order\": 8, \"amount\": 11}");
        publishEvent("order.paid", "{\"order\": 7, \"amount\": 9}");
        publishEvent("order.paid", "{\"order\": 7, \"amount\": \"much\"}");
        publishEvent("invoice.paid", "{\"order\": 7, \"amount\": 12}");
        publishEvent("order.paid", "{\"order\": 7, \"amount\": 13}");
        JsonNode event = step(ended(run), "a").path("output").path("event");
        assertThat(event.path("data").path("amount").asInt()).isEqualTo(13);
        assertThat(event.path("type").asText()).isEqualTo("order.paid");
    }

    private static void publishEvent(String topic, String payload) {
        client().post("/api/v1/events", "{\"topic\": \"" + topic + "\", \"payload\": " + payload + "}");
    }

    @Test
    void oneWorkflowEmitsWhatAnotherWaitsFor() {
        JsonNode waiting = start(
                "{\"id\": \"a\", \"uses\": \"flow/wait\", \"with\": {\"event\": {\"topic\": \"stock.low\"}}}", "{}");
        awaitStatus(waiting, "waiting");
        JsonNode emitting = ended(start("""
                {"id": "tell", "uses": "flow/emit", "with": {"topic": "stock.low", "data": {"left": 3}}},
                {"id": "pretend", "uses": "flow/emit", "with": {"topic": "run.succeeded"}}
                """, "{}"));
        assertThat(step(emitting, "pretend").path("error").path("type").asText())
                .as("the hub's own topic")
                .isEqualTo("invalid");
        JsonNode event = step(ended(waiting), "a").path("output").path("event");
        assertThat(event.path("data").path("left").asInt()).isEqualTo(3);
        assertThat(event.path("id"))
                .isEqualTo(step(emitting, "tell").path("output").path("id"));
        assertThat(event.path("source").asText())
                .isEqualTo("run:" + emitting.path("id").asText());
    }

    private static final String APPROVAL = """
            {"id": "ask", "uses": "flow/approval", "with": {"title": "Ship it?",
                "by": {"roles": ["admin"], "notRequester": true},
                "form": {"type": "object", "required": ["canary"], "properties": {"canary": {"type": "boolean"}}}}},
            {"id": "go", "uses": "flow/transform", "needs": ["ask"], "with": {"value": "${{ steps.ask.output.form.canary }}"}}
            """;

    @Test
    void anApprovalIsMadeOnceByWhoMay() {
        JsonNode run = start(APPROVAL, "{}");
        awaitStatus(run, "waiting");
        String approve = path(run) + "/steps/ask/approve";
        String yes = "{\"decision\": \"approve\", \"form\": {\"canary\": true}, \"comment\": \"fine\"}";
        JsonNode pending = client().get("/api/v1/approvals").path("items").path(0);
        assertThat(pending.path("title").asText()).isEqualTo("Ship it?");
        assertThat(pending.path("status").asText()).isEqualTo("pending");

        client().refused(403, approve, yes); // asked for the run
        keyWith("\"read\", \"execute\"").refused(403, approve, yes); // not an administrator
        keyWith("\"read\"").refused(403, approve, yes); // may not execute at all
        HubClient other = keyWith("\"admin\"");
        JsonNode misfit = other.refused(422, approve, "{\"decision\": \"approve\", \"form\": {\"canary\": 1}}");
        assertThat(misfit.path("errors").path(0).path("pointer").asText()).isEqualTo("/form/canary");
        other.refused(422, approve, "{\"decision\": \"perhaps\"}");
        other.refused(404, path(run) + "/steps/go/approve", yes);
        other.post(approve, yes);

        JsonNode ended = ended(run);
        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        assertThat(step(ended, "go").path("output").asBoolean()).isTrue();
        JsonNode decision = step(ended, "ask").path("output");
        assertThat(decision.path("comment").asText()).isEqualTo("fine");
        assertThat(decision.path("by").asText()).startsWith("api-key:");
        other.refused(409, approve, yes);
        assertThat(client().get("/api/v1/approvals?status=all").path("items").findValuesAsText("status"))
                .contains("approved");
    }

    @Test
    void anApprovalThatNobodyMakesIsEscalated() {
        JsonNode run = start("""
                {"id": "ask", "uses": "flow/approval", "with": {"by": {"subjects": ["nobody"]},
                    "escalate": {"after": "1s", "by": {"roles": ["admin"]}}}}
                """, "{}");
        awaitStatus(run, "waiting");
        String approve = path(run) + "/steps/ask/approve";
        client().refused(403, approve, "{\"decision\": \"reject\"}");
        await().atMost(ENDS)
                .until(() -> client().get("/api/v1/approvals").path("items").findValues("escalated").stream()
                        .anyMatch(JsonNode::booleanValue));
        client().post(approve, "{\"decision\": \"reject\", \"comment\": \"no\"}");
        JsonNode ended = ended(run);
        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("error").path("type").asText()).isEqualTo("rejected");
    }

    @Test
    void aWorkflowCallsAnother() {
        String called = publish("""
                {"id": "a", "uses": "flow/fail", "if": "inputs.n > 2", "with": {"message": "too many"}},
                {"id": "b", "uses": "flow/transform", "with": {"value": "${{ inputs.n + 1 }}"}}
                """);
        String steps = """
                {"id": "c", "uses": "flow/call", "with": {"workflow": "%s", "input": {"n": "${{ inputs.n }}"}}}
                """.formatted(called);
        JsonNode good = ended(start(steps, "{\"n\": 1}"));
        assertThat(good.path("status").asText()).isEqualTo("succeeded");
        String child = step(good, "c").path("output").path("run").asText();
        JsonNode run = client().get("/api/v1/runs/" + child);
        assertThat(run.path("trigger").path("run")).isEqualTo(good.path("id"));
        assertThat(step(run, "b").path("output").asInt()).isEqualTo(2);

        JsonNode bad = ended(start(steps, "{\"n\": 3}"));
        assertThat(bad.path("error").path("detail").asText())
                .isEqualTo("The workflow '" + called + "' failed: too many");
    }

    @Test
    void aWorkflowThatCallsItselfComesToAnEnd() {
        String name = "wait-" + (number + 1);
        JsonNode run = ended(
                start("{\"id\": \"c\", \"uses\": \"flow/call\", \"with\": {\"workflow\": \"" + name + "\"}}", "{}"));
        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(run.path("error").path("detail").asText()).contains("more than 10 deep");
    }

    @Test
    void aCancelReachesTheCalledWorkflow() {
        String called = publish("{\"id\": \"w\", \"uses\": \"flow/wait\", \"with\": {\"duration\": \"1d\"}}");
        JsonNode run =
                start("{\"id\": \"c\", \"uses\": \"flow/call\", \"with\": {\"workflow\": \"" + called + "\"}}", "{}");
        String children = "/api/v1/runs?workflow=" + called;
        await().atMost(ENDS)
                .until(() -> client().get(children)
                        .path("items")
                        .path(0)
                        .path("status")
                        .asText()
                        .equals("waiting"));
        client().post(path(run) + "/cancel", "");
        assertThat(ended(run).path("status").asText()).isEqualTo("canceled");
        assertThat(client().get(children).path("items").path(0).path("status").asText())
                .isEqualTo("canceled");
    }

    @Test
    void aPausedRunGoesOnWhenItIsResumed() {
        JsonNode run = start("""
                {"id": "url", "uses": "flow/transform", "with": {"value": "${{ run.callbackUrl }}"}},
                {"id": "w", "uses": "flow/wait", "with": {"callback": {}}},
                {"id": "after", "uses": "flow/transform", "needs": ["w"], "with": {"value": 1}}
                """, "{}");
        String callback = callback(run);
        assertThat(client().post(path(run) + "/pause", "").path("status").asText())
                .isEqualTo("paused");
        client().post(callback + "/w", "{}");
        await().atMost(ENDS)
                .until(() -> step(client().get(path(run)), "w")
                        .path("status")
                        .asText()
                        .equals("succeeded"));
        assertThat(step(client().get(path(run)), "after").path("status").asText())
                .isEqualTo("pending");
        client().post(path(run) + "/resume", "");
        assertThat(ended(run).path("status").asText()).isEqualTo("succeeded");
        client().refused(409, path(run) + "/pause", "");
    }

    @Test
    void waitsGoOnThroughTheDeathOfTheHub() {
        JsonNode approval = start("{\"id\": \"ask\", \"uses\": \"flow/approval\", \"with\": {}}", "{}");
        JsonNode event = start(
                "{\"id\": \"a\", \"uses\": \"flow/wait\", \"with\": {\"event\": {\"topic\": \"after.death\"}}}", "{}");
        awaitStatus(approval, "waiting");
        awaitStatus(event, "waiting");
        hub().kill();
        hub().restart();
        publishEvent("after.death", "{}");
        client().post(path(approval) + "/steps/ask/approve", "{\"decision\": \"approve\"}");
        assertThat(ended(event).path("status").asText()).isEqualTo("succeeded");
        assertThat(ended(approval).path("status").asText()).isEqualTo("succeeded");
    }
}
