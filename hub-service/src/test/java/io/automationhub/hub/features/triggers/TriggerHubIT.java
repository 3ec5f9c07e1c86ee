package io.automationhub.hub.features.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.HubApplication;
import io.automationhub.hub.deploying.HubClient;
import io.automationhub.hub.deploying.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Triggers of a whole hub: what they start is run to its end, and the hub is killed in the middle. */
class TriggerHubIT {

    private static final Duration ENDS = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** Publishes a workflow; its name. */
    private static String publish(String steps, String outputs) {
        String name = "triggered-" + ++number;
        client().post("/api/v1/workflows", """
                {"name": "%s", "steps": [%s], "outputs": %s}""".formatted(name, steps, outputs));
        client().post("/api/v1/workflows/" + name + "/publish", "");
        return name;
    }

    private static String echo() {
        return publish(
                "{\"id\": \"echo\", \"uses\": \"flow/transform\", \"with\": {\"value\": \"${{ inputs.text }}\"}}",
                "{\"text\": \"${{ steps.echo.output }}\"}");
    }

    private static JsonNode trigger(String workflow, String body) {
        return client().post("/api/v1/workflows/" + workflow + "/triggers", body);
    }

    private static JsonNode fires(JsonNode trigger) {
        return client().get("/api/v1/triggers/" + trigger.path("id").asText() + "/fires?limit=200")
                .path("items");
    }

    private static String secret(JsonNode trigger) {
        return client().post("/api/v1/triggers/" + trigger.path("id").asText() + "/rotate-secret", "{}")
                .path("secret")
                .asText();
    }

    private static HttpResponse<String> deliver(JsonNode trigger, String secret, String id, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(
                                hub().address() + "/hooks/" + trigger.path("id").asText()))
                        .header("Content-Type", "application/json")
                        .header("X-GitHub-Event", "push")
                        .header("X-GitHub-Delivery", id)
                        .header("X-Hub-Signature-256", "sha256=" + signature(secret, body))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String signature(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode ended(String run) {
        String path = "/api/v1/runs/" + run;
        await().atMost(ENDS).until(() -> client().get(path).hasNonNull("endedAt"));
        return client().get(path);
    }

    private static final String GITHUB = "\"webhook\": {\"signature\": {\"style\": \"github\"}";

    @Test
    void aSignedDeliveryIsOneRunAndAForgedOneNone() throws Exception {
        JsonNode trigger = trigger(echo(), "{\"type\": \"webhook\", " + GITHUB + """
                }, "input": {"text": "${{ trigger.body.ref }} ${{ trigger.headers['x-github-event'] }}"}}""");
        String secret = secret(trigger);
        HttpResponse<String> taken = deliver(trigger, secret, "d-1", "{\"ref\": \"main\"}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        String run = JSON.readTree(taken.body()).path("run").asText();
        JsonNode ended = ended(run);
        assertThat(ended.at("/output/text").asText()).isEqualTo("main push");
        assertThat(ended.path("requestedBy").asText())
                .isEqualTo("trigger:" + trigger.path("id").asText());
        assertThat(ended.at("/trigger/type").asText()).isEqualTo("webhook");
        assertThat(ended.at("/trigger/trigger")).isEqualTo(trigger.path("id"));

        assertThat(deliver(trigger, secret, "d-1", "{\"ref\": \"main\"}").body())
                .isEqualTo(taken.body());
        assertThat(deliver(trigger, secret + "x", "d-2", "{\"ref\": \"main\"}").statusCode())
                .isEqualTo(401);
        assertThat(deliver(trigger, secret, "d-2", "{\"ref\": \"main\"} ").statusCode())
                .isEqualTo(202);
        assertThat(fires(trigger)).hasSize(2);
    }

    @Test
    void aSenderMayWaitForTheResult() throws Exception {
        String respond = ", \"respond\": \"result\", \"waitSeconds\": ";
        JsonNode good = trigger(
                echo(),
                "{\"type\": \"webhook\", " + GITHUB + respond
                        + "60}, \"input\": {\"text\": \"${{ trigger.body.say }}\"}}");
        HttpResponse<String> answer = deliver(good, secret(good), "d-1", "{\"say\": \"hello\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("status").asText()).isEqualTo("succeeded");
        assertThat(JSON.readTree(answer.body()).at("/output/text").asText()).isEqualTo("hello");

        JsonNode bad = trigger(
                publish("{\"id\": \"no\", \"uses\": \"flow/fail\", \"with\": {\"message\": \"It is shut\"}}", "{}"),
                "{\"type\": \"webhook\", " + GITHUB + respond + "60}}");
        HttpResponse<String> failed = deliver(bad, secret(bad), "d-1", "{}");
        assertThat(failed.statusCode()).as(failed.body()).isEqualTo(200);
        assertThat(JSON.readTree(failed.body()).path("status").asText()).isEqualTo("failed");
        assertThat(JSON.readTree(failed.body()).at("/error/detail").asText()).isEqualTo("It is shut");

        JsonNode slow = trigger(
                publish("{\"id\": \"a\", \"uses\": \"flow/wait\", \"with\": {\"duration\": \"1d\"}}", "{}"),
                "{\"type\": \"webhook\", " + GITHUB + respond + "1}}");
        HttpResponse<String> open = deliver(slow, secret(slow), "d-1", "{}");
        assertThat(open.statusCode()).as(open.body()).isEqualTo(202);
        assertThat(JSON.readTree(open.body()).fieldNames()).toIterable().containsExactly("run");
    }

    @Test
    void anEventStartsARunAndItsEndAnother() {
        String first = echo();
        JsonNode event = trigger(first, """
                {"type": "event", "event": {"topic": "orders.made", "filter": "event.data.total > 10"},
                 "input": {"text": "order ${{ trigger.event.data.id }}"}}""");
        JsonNode chained = trigger(echo(), """
                {"type": "run", "run": {"workflow": "%s"}, "input": {"text": "after ${{ trigger.run.outputs.text }}"}}
                """.formatted(first));
        client().post("/api/v1/events", "{\"topic\": \"orders.made\", \"payload\": {\"id\": 1, \"total\": 5}}");
        client().post("/api/v1/events", "{\"topic\": \"orders.made\", \"payload\": {\"id\": 2, \"total\": 50}}");

        await().atMost(ENDS).until(() -> !fires(chained).isEmpty());
        assertThat(ended(fires(chained).path(0).path("run").asText())
                        .at("/output/text")
                        .asText())
                .isEqualTo("after order 2");
        assertThat(fires(event)).hasSize(1);
        assertThat(fires(chained)).hasSize(1);
    }

    @Test
    void aScheduleGoesOnThroughTheDeathOfTheHub() {
        JsonNode trigger = trigger(
                echo(),
                "{\"type\": \"schedule\", \"schedule\": {\"cron\": \"*/2 * * * * *\", \"misfire\": \"all\"},"
                        + " \"input\": {\"text\": \"${{ trigger.scheduledAt }}\"}}");
        await().atMost(ENDS).until(() -> fires(trigger).size() >= 3);

        hub().kill();
        Instant died = Instant.now();
        hub().restart();

        await().atMost(ENDS)
                .until(() -> fires(trigger).path(0).path("key").asText().compareTo(died.toString()) > 0);
        String path = "/api/v1/triggers/" + trigger.path("id").asText();
        assertThat(client().status("DELETE", path)).isEqualTo(204);
        List<JsonNode> runs = client().get(
                        "/api/v1/runs?workflow=" + trigger.path("workflow").asText() + "&limit=200")
                .path("items")
                .valueStream()
                .toList()
                .reversed();
        Instant due = Instant.parse(runs.getFirst().at("/trigger/scheduledAt").asText());
        for (JsonNode run : runs) {
            assertThat(run.at("/trigger/scheduledAt").asText())
                    .as("each time once")
                    .isEqualTo(due.toString());
            due = due.plusSeconds(2);
            assertThat(ended(run.path("id").asText()).path("status").asText()).isEqualTo("succeeded");
        }
    }
}
