package io.automationhub.hub.features.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.triggers.webhook.HookResource;
import io.automationhub.hub.features.triggers.webhook.HookService;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Triggers over real HTTP and a real database, every answer held against the contract. */
class TriggersIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(TriggersIT::resources);

    private static final TestClock CLOCK = new TestClock();
    private static @Nullable TriggerFixture made;
    private static int number;

    private String workflow = "";
    private String path = "";

    private static List<Object> resources() {
        made = new TriggerFixture(DATABASE, ApiServer.ORGANIZATION, CLOCK);
        IdPages pages = new IdPages(new Cursors(new byte[32]));
        return List.of(
                new WorkflowTriggerResource(made.triggers, pages),
                new TriggerResource(made.triggers, pages),
                new HookResource(new HookService(made.lookup, made.fires, made.runs, made.json, CLOCK)));
    }

    private static TriggerFixture fixture() {
        return Objects.requireNonNull(made);
    }

    @AfterAll
    static void close() {
        fixture().close();
    }

    @BeforeEach
    void publish() {
        workflow = fixture().workflow("flow-" + ++number, "{\"ref\": {\"type\": \"string\"}}");
        path = "/api/v1/workflows/" + workflow + "/triggers";
    }

    private JsonNode make(String trigger) {
        ApiResponse response = API.post(path, trigger).send();
        assertThat(response.status()).as(response.toString()).isEqualTo(201);
        return response.json();
    }

    private static String at(JsonNode trigger) {
        return "/api/v1/triggers/" + trigger.path("id").asText();
    }

    private static ApiResponse patch(JsonNode trigger, String patch) {
        return API.request("PATCH", at(trigger)).scopes("admin").json(patch).send();
    }

    private static String secret(JsonNode trigger) {
        return API.post(at(trigger) + "/rotate-secret", "{}")
                .send()
                .json()
                .path("secret")
                .asText();
    }

    private static ApiResponse deliver(JsonNode trigger, String suffix, String body, String... headers) {
        var request = API.request("POST", "/hooks/" + trigger.path("id").asText() + suffix)
                .body("application/json", HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.send();
    }

    @Test
    void aTriggerIsMadeReadChangedAndRemoved() {
        JsonNode trigger = make("""
                {"type": "schedule", "name": "nightly", "schedule": {"cron": "30 2 * * *", "timeZone": "Europe/Berlin"},
                 "input": {"ref": "${{ trigger.scheduledAt }}"}}""");
        assertThat(trigger.at("/schedule/misfire").asText()).isEqualTo("once");
        assertThat(trigger.path("enabled").asBoolean()).isTrue();
        assertThat(trigger.path("createdBy").asText()).isEqualTo("api-key:test");

        ApiResponse read = API.get(at(trigger)).send();
        assertThat(read.json()).isEqualTo(trigger);
        assertThat(API.get(path).send().json().path("items")).containsExactly(trigger);

        ApiResponse changed = API.request("PATCH", at(trigger))
                .scopes("admin")
                .header("If-Match", Objects.requireNonNull(read.header("ETag")))
                .json("{\"enabled\": false, \"name\": null, \"schedule\": {\"misfire\": \"skip\"}}")
                .send();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("enabled").asBoolean()).isFalse();
        assertThat(changed.json().has("name")).isFalse();
        assertThat(changed.json().at("/schedule/misfire").asText()).isEqualTo("skip");
        assertThat(changed.json().at("/schedule/cron").asText()).isEqualTo("30 2 * * *");
        ApiResponse stale = API.request("DELETE", at(trigger))
                .scopes("admin")
                .header("If-Match", Objects.requireNonNull(read.header("ETag")))
                .send();
        assertThat(stale.status()).isEqualTo(412);

        assertThat(API.request("DELETE", at(trigger))
                        .scopes("triggers:write")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(API.get(at(trigger)).send().status()).isEqualTo(404);
    }

    @Test
    void whoMayNotStartARunMakesNoTriggerThatDoes() {
        String schedule = "{\"type\": \"schedule\", \"schedule\": {\"cron\": \"@daily\"}}";
        String event = "{\"type\": \"event\", \"event\": {\"topic\": \"orders.*\"}}";
        String run = "{\"type\": \"run\", \"run\": {\"workflow\": \"" + workflow + "\"}}";
        assertThat(with("triggers:write", schedule)).isEqualTo(403);
        assertThat(with("triggers:write,runs:execute", schedule)).isEqualTo(201);
        assertThat(with("write,execute", schedule)).isEqualTo(201);
        assertThat(with("triggers:write,runs:execute", event))
                .as("cannot read events")
                .isEqualTo(403);
        assertThat(with("triggers:write,runs:execute,events:read", event)).isEqualTo(201);
        assertThat(with("triggers:write,runs:execute", run))
                .as("cannot read runs")
                .isEqualTo(403);
        assertThat(with("triggers:write,runs:execute,runs:read", run)).isEqualTo(201);
    }

    private int with(String scopes, String trigger) {
        return API.request("POST", path).scopes(scopes).json(trigger).send().status();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            {"schedule": {"cron": "@daily"}}                                                     | /type
            {"type": "sundial"}                                                                  | /type
            {"type": "schedule"}                                                                 | /schedule
            {"type": "schedule", "schedule": {}}                                                 | /schedule/cron
            {"type": "schedule", "schedule": {"cron": "61 * * * *"}}                             | /schedule/cron
            {"type": "schedule", "schedule": {"cron": "0 0 30 2 *"}}                             | /schedule/cron
            {"type": "schedule", "schedule": {"cron": "@daily", "timeZone": "Mars/Olympus"}}     | /schedule/timeZone
            {"type": "schedule", "schedule": {"cron": "@daily", "timeZone": "+02:00"}}           | /schedule/timeZone
            {"type": "schedule", "schedule": {"cron": "@daily", "misfire": "maybe"}}             | /schedule/misfire
            {"type": "schedule", "schedule": {"cron": "@daily", "startAt": "2026-01-02T00:00:00Z", "endAt": "2026-01-01T00:00:00Z"}} | /schedule/endAt
            {"type": "schedule", "schedule": {"cron": "@daily"}, "event": {"topic": "a"}}        | /event
            {"type": "schedule", "schedule": {"cron": "@daily"}, "secret": "0123456789abcdef"}   | /secret
            {"type": "schedule", "schedule": {"cron": "@daily"}, "version": 7}                   | /version
            {"type": "schedule", "schedule": {"cron": "@daily"}, "input": {"ref": 5}}            | /input/ref
            {"type": "schedule", "schedule": {"cron": "@daily"}, "input": {"ref": "${{ inputs.x }}"}}   | /input/ref
            {"type": "schedule", "schedule": {"cron": "@daily"}, "input": {"a": ["${{ 1 + }}"]}} | /input/a/0
            {"type": "schedule", "schedule": {"cron": "@daily"}, "input": {"a": "${{ success() }}"}}    | /input/a
            {"type": "schedule", "schedule": {"cron": "@daily"}, "inputs": {}}                   | /inputs
            {"type": "webhook", "webhook": {}}                                                   | /webhook/signature
            {"type": "webhook", "webhook": {"signature": {"style": "rot13"}}}                    | /webhook/signature/style
            {"type": "webhook", "webhook": {"signature": {"style": "github", "header": "X"}}}    | /webhook/signature
            {"type": "webhook", "webhook": {"signature": {"style": "hmac", "header": "a b"}}}    | /webhook/signature/header
            {"type": "webhook", "webhook": {"signature": {"style": "hmac", "toleranceSeconds": 9}}} | /webhook/signature/toleranceSeconds
            {"type": "webhook", "webhook": {"signature": {"style": "github"}, "deliveryHeader": "X"}} | /webhook/deliveryHeader
            {"type": "webhook", "webhook": {"signature": {"style": "none"}, "headers": ["X-A", "Authorization"]}} | /webhook/headers/1
            {"type": "webhook", "webhook": {"signature": {"style": "hmac", "header": "X-S"}, "headers": ["x-s"]}} | /webhook/headers/0
            {"type": "webhook", "webhook": {"signature": {"style": "none"}, "waitSeconds": 5}}   | /webhook/waitSeconds
            {"type": "webhook", "webhook": {"signature": {"style": "none"}, "respond": "result", "waitSeconds": 61}} | /webhook/waitSeconds
            {"type": "webhook", "webhook": {"signature": {"style": "none"}}, "secret": "short"}  | /secret
            {"type": "webhook", "webhook": {"signature": {"style": "none"}}, "secret": "no/slashes/in/addresses"} | /secret
            {"type": "event", "event": {"topic": "a..b"}}                                        | /event/topic
            {"type": "event", "event": {"topic": "a", "filter": "event.data.x >"}}               | /event/filter
            {"type": "event", "event": {"topic": "a", "filter": "'text'"}}                       | /event/filter
            {"type": "event", "event": {"topic": "a", "filter": "trigger.x == 1"}}               | /event/filter
            {"type": "run", "run": {"workflow": "nobody"}}                                       | /run/workflow
            {"type": "run", "run": {"workflow": "nobody", "statuses": []}}                       | /run/statuses
            {"type": "run", "run": {"workflow": "nobody", "statuses": ["running"]}}              | /run/statuses/0
            """)
    void whatIsWrongIsPointedAt(String trigger, String pointer) {
        ApiResponse response = API.post(path, trigger).send();
        assertThat(response.status()).as(response.toString()).isEqualTo(422);
        assertThat(response.json().path("errors"))
                .as(response.toString())
                .anySatisfy(error -> assertThat(error.path("pointer").asText()).isEqualTo(pointer));
    }

    @Test
    void aPatchIsHeldToTheSameRules() {
        JsonNode trigger = make("{\"type\": \"schedule\", \"schedule\": {\"cron\": \"@daily\"}}");
        for (String[] wrong : new String[][] {
            {"{\"schedule\": {\"cron\": \"never\"}}", "/schedule/cron"},
            {"{\"schedule\": {\"cron\": null}}", "/schedule/cron"},
            {"{\"event\": {\"topic\": \"a\"}}", "/event"},
            {"{\"type\": \"event\"}", "/type"},
            {"{\"secret\": \"0123456789abcdef\"}", "/secret"},
            {"{\"input\": {\"ref\": \"${{ trigger. }}\"}}", "/input/ref"},
            {"{}", ""}
        }) {
            ApiResponse response = patch(trigger, wrong[0]);
            assertThat(response.status()).as(response.toString()).isEqualTo(422);
            assertThat(response.json().at("/errors/0/pointer").asText()).isEqualTo(wrong[1]);
        }
        assertThat(patch(trigger, "{\"version\": 1, \"input\": {\"ref\": \"x\"}}")
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aTriggerWhoseWatchedWorkflowIsGoneCanBeDisabled() {
        String watched = fixture().workflow("watched-" + number);
        JsonNode trigger = make("{\"type\": \"run\", \"run\": {\"workflow\": \"" + watched + "\"}}");
        fixture().workflows.delete(fixture().caller, watched, null);
        assertThat(patch(trigger, "{\"enabled\": false}").status()).isEqualTo(200);
        assertThat(patch(trigger, "{\"run\": {\"statuses\": [\"failed\"]}}").status())
                .isEqualTo(422);
    }

    @Test
    void theNextTimesOfAScheduleAreTold() {
        JsonNode trigger = make("""
                {"type": "schedule", "schedule": {"cron": "0 12 * * *", "endAt": "2026-03-03T00:00:00Z"}}""");
        JsonNode next = API.get(at(trigger) + "/next?count=5").send().json();
        assertThat(next.path("times").valueStream().map(JsonNode::asText))
                .containsExactly("2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z");
        assertThat(API.get(at(trigger) + "/next?count=101").send().status()).isEqualTo(422);
        JsonNode event = make("{\"type\": \"event\", \"event\": {\"topic\": \"a\"}}");
        assertThat(API.get(at(event) + "/next").send().status()).isEqualTo(409);
        assertThat(API.post(at(event) + "/rotate-secret", "{}").send().status()).isEqualTo(409);
    }

    @Test
    void aSecretIsShownOnceAndKeptEncrypted() {
        String chosen = "chosen-secret-of-the-sender";
        JsonNode trigger =
                make("{\"type\": \"webhook\", \"webhook\": {\"signature\": {\"style\": \"gitlab\"}}, \"secret\": \""
                        + chosen + "\"}");
        assertThat(trigger.toString()).doesNotContain(chosen);
        assertThat(deliver(trigger, "", "{\"ref\": \"a\"}", "X-Gitlab-Token", chosen)
                        .status())
                .isEqualTo(202);

        JsonNode issued = API.post(at(trigger) + "/rotate-secret", "{}").send().json();
        assertThat(issued.path("url").asText())
                .isEqualTo("https://hub.example/hooks/" + trigger.path("id").asText());
        String secret = issued.path("secret").asText();
        assertThat(secret).hasSize(43);
        assertThat(deliver(trigger, "", "{}", "X-Gitlab-Token", chosen).status())
                .isEqualTo(401);
        assertThat(deliver(trigger, "", "{}", "X-Gitlab-Token", secret).status())
                .isEqualTo(202);
        assertThat(API.get(at(trigger)).send().text() + API.get(path).send().text())
                .doesNotContain(chosen, secret);
        assertThat(fixture().masker.mask(ApiServer.ORGANIZATION, "it is " + secret))
                .isEqualTo("it is ***");
        String everything = DATABASE.superuser()
                .withHandle(handle -> String.join(
                        "\n", handle.createQuery("""
                                select t::text from triggers t union all select r::text from runs r
                                union all select f::text from trigger_fires f union all select a::text from audit_entries a
                                """).mapTo(String.class).list()));
        assertThat(everything).contains(trigger.path("id").asText()).doesNotContain(chosen, secret);
    }

    @Test
    void anUnsignedWebhookIsFoundByItsTokenOnly() {
        JsonNode trigger = make("{\"type\": \"webhook\", \"webhook\": {\"signature\": {\"style\": \"none\"}}}");
        JsonNode issued = API.post(at(trigger) + "/rotate-secret", "{}").send().json();
        String token = "/" + issued.path("secret").asText();
        assertThat(issued.path("url").asText()).endsWith(token);
        ApiResponse taken = deliver(trigger, token, "{\"ref\": \"a\"}");
        assertThat(taken.status()).isEqualTo(202);
        assertThat(taken.header("Location"))
                .endsWith("/api/v1/runs/" + taken.json().path("run").asText());
        assertThat(deliver(trigger, "", "{}").status()).isEqualTo(404);
        assertThat(deliver(trigger, token + "x", "{}").status()).isEqualTo(404);
        patch(trigger, "{\"enabled\": false}");
        assertThat(deliver(trigger, token, "{}").status()).isEqualTo(404);
        patch(trigger, "{\"enabled\": true}");
        assertThat(deliver(trigger, token, "{}").status()).isEqualTo(202);
        fixture().workflows.delete(fixture().caller, workflow, null);
        assertThat(deliver(trigger, token, "{}").status())
                .as("the workflow is gone")
                .isEqualTo(404);
        assertThat(API.get(at(trigger)).send().status()).isEqualTo(404);
    }

    @Test
    void aRepeatedDeliveryIsTheSameRun() {
        JsonNode trigger = make("""
                {"type": "webhook", "webhook": {"signature": {"style": "gitlab"}, "headers": ["X-Team"]},
                 "input": {"ref": "${{ trigger.body.ref }} by ${{ trigger.headers['x-team'] }} ${{ trigger.query.q }}"}}""");
        String[] headers = {
            "X-Gitlab-Token",
            secret(trigger),
            "X-Gitlab-Event-UUID",
            "e-1",
            "X-Team",
            "core",
            "Authorization",
            "Bearer a"
        };
        int before = fixture().starter.started().size();
        ApiResponse first = deliver(trigger, "?q=now", "{\"ref\": \"main\"}", headers);
        assertThat(first.status()).as(first.toString()).isEqualTo(202);
        assertThat(deliver(trigger, "?q=now", "{\"ref\": \"main\"}", headers).json())
                .isEqualTo(first.json());
        assertThat(fixture().starter.started()).hasSize(before + 1);
        var run = fixture().starter.started().getLast();
        assertThat(run.inputs().path("ref").asText()).isEqualTo("main by core now");
        assertThat(run.context().at("/trigger/key").asText()).isEqualTo("e-1");
        assertThat(run.context().toString()).doesNotContain("Bearer").doesNotContain(headers[1]);

        headers[3] = "e-2";
        assertThat(deliver(trigger, "", "{\"ref\": \"main\"}", headers).json()).isNotEqualTo(first.json());
        JsonNode fires = API.get(at(trigger) + "/fires?limit=1").send().json();
        assertThat(fires.at("/items/0/key").asText()).isEqualTo("e-2");
        JsonNode rest = API.get(at(trigger) + "/fires?limit=1&cursor="
                        + fires.path("nextCursor").asText())
                .send()
                .json();
        assertThat(rest.at("/items/0/run")).isEqualTo(first.json().path("run"));
        assertThat(rest.has("nextCursor")).isFalse();
    }

    @Test
    void aDeliveryThatComesManyTimesAtOnceIsOneRun() {
        JsonNode trigger = make("{\"type\": \"webhook\", \"webhook\": {\"signature\": {\"style\": \"gitlab\"}}}");
        String secret = secret(trigger);
        int before = fixture().starter.started().size();
        Set<String> answers = ConcurrentHashMap.newKeySet();
        try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                senders.execute(() ->
                        answers.add(deliver(trigger, "", "{}", "X-Gitlab-Token", secret, "X-Gitlab-Event-UUID", "same")
                                .text()));
            }
        }
        assertThat(answers).hasSize(1).first().asString().contains("run");
        assertThat(fixture().starter.started()).hasSize(before + 1);
    }

    @Test
    void whatDoesNotFitIsAnsweredAndWrittenDown() {
        JsonNode trigger = make("""
                {"type": "webhook", "webhook": {"signature": {"style": "gitlab"}},
                 "input": {"ref": "${{ trigger.body.ref }}"}}""");
        String[] headers = {"X-Gitlab-Token", secret(trigger), "X-Gitlab-Event-UUID", "e-1"};
        ApiResponse refused = deliver(trigger, "", "{\"ref\": 5}", headers);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains("/input/ref");
        JsonNode fire = API.get(at(trigger) + "/fires").send().json().at("/items/0");
        assertThat(fire.path("status").asText()).isEqualTo("failed");
        assertThat(fire.path("reason").asText()).contains("/input/ref");
        assertThat(fire.has("run")).isFalse();

        headers[3] = "e-2";
        assertThat(deliver(trigger, "", "{\"ref\": ", headers).status()).isEqualTo(400);
        assertThat(deliver(trigger, "", "{\"a\": 1, \"a\": 2}", headers).status())
                .isEqualTo(400);
        assertThat(deliver(trigger, "", "{\"ref\": \"\\u0000\"}", headers).status())
                .isEqualTo(422);
        assertThat(deliver(trigger, "?q=%00", "{\"ref\": \"a\"}", headers).status())
                .isEqualTo(422);
        assertThat(deliver(trigger, "", "\"" + "a".repeat(1 << 20) + "\"", headers)
                        .status())
                .isEqualTo(413);
        assertThat(deliver(trigger, "", "{\"ref\": ", "X-Gitlab-Token", "wrong").status())
                .as("nothing is read before the signature")
                .isEqualTo(401);
        assertThat(deliver(trigger, "", "{\"ref\": \"a\"}", headers).status())
                .as("a control")
                .isEqualTo(202);
    }

    @Test
    void anUnpublishedWorkflowIsAFailedFire() {
        fixture().workflows.create(fixture().caller, """
                {"name": "draft-%d", "steps": [{"id": "a", "uses": "flow/transform", "with": {"value": 1}}]}
                """.formatted(number));
        path = "/api/v1/workflows/draft-" + number + "/triggers";
        JsonNode trigger = make("{\"type\": \"webhook\", \"webhook\": {\"signature\": {\"style\": \"gitlab\"}}}");
        assertThat(deliver(trigger, "", "{}", "X-Gitlab-Token", secret(trigger)).status())
                .isEqualTo(422);
        assertThat(API.get(at(trigger) + "/fires")
                        .send()
                        .json()
                        .at("/items/0/reason")
                        .asText())
                .contains("no published version");
    }

    @Test
    void oldFiresAreForgotten() {
        Trigger trigger = fixture().trigger(workflow, "{\"type\": \"event\", \"event\": {\"topic\": \"a\"}}");
        fixture().fires.fail(ApiServer.ORGANIZATION, trigger.id(), "old", "for the test");
        FireRetention retention = new FireRetention(
                fixture().transactions, Clock.offset(CLOCK, Duration.ofDays(30)), Duration.ofDays(30));
        assertThat(retention.run()).isZero();
        FireRetention later = new FireRetention(
                fixture().transactions, Clock.offset(CLOCK, Duration.ofDays(31)), Duration.ofDays(30));
        assertThat(later.run()).isPositive();
        assertThat(fixture().fires(trigger)).isEmpty();
    }
}
