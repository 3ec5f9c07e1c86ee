package io.automationhub.hub.features.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.runs.RunRetention;
import io.automationhub.hub.testing.ApiRequest;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.definition.RetentionRule;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions compared, restored, exported and imported. */
final class WorkflowVersionIT {

    @RegisterExtension
    @Order(1)
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    @Order(2)
    static final ApiServer API = ApiServer.serving(() -> new WorkflowParts(DATABASE).resources());

    private static final String WORKFLOWS = "/api/v1/workflows";
    private static final String FIRST = """
            # why it is there
            name: %s
            steps:
              - { id: a, uses: flow/transform, with: { value: 1 } }
              - { id: b, uses: flow/transform, needs: [a], with: { value: 2 } }
            """;
    private static final String SECOND = """
            # why it is there
            name: %s
            timeout: 5m
            steps:
              - { id: c, uses: flow/transform, with: { value: 3 } }
              - { id: a, uses: flow/transform, with: { value: 7 } }
            """;

    private static int number;

    /** A workflow with {@link #FIRST} published and {@link #SECOND} as its draft; its name. */
    private static String workflow() {
        String name = "w" + ++number;
        assertThat(yaml("POST", WORKFLOWS, FIRST.formatted(name)).send().status())
                .isEqualTo(201);
        assertThat(API.request("POST", WORKFLOWS + "/" + name + "/publish")
                        .scopes("admin")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(yaml("PUT", WORKFLOWS + "/" + name, SECOND.formatted(name))
                        .send()
                        .status())
                .isEqualTo(200);
        return name;
    }

    private static ApiRequest yaml(String method, String path, String text) {
        return API.request(method, path).scopes("admin").body("application/yaml", BodyPublishers.ofString(text));
    }

    private static ApiResponse get(String path) {
        return API.get(WORKFLOWS + "/" + path).send();
    }

    @Test
    void versionsAreComparedByStepsAndAsText() {
        String name = workflow();
        JsonNode diff = get(name + "/versions/1/diff/draft").json();
        assertThat(diff.at("/workflow/0/op").asText()).isEqualTo("add");
        assertThat(diff.at("/workflow/0/pointer").asText()).isEqualTo("/timeout");
        assertThat(diff.path("steps").valueStream().map(WorkflowVersionIT::step))
                .containsExactly("a changed /steps/1", "b removed /steps/1", "c added /steps/0");
        assertThat(diff.at("/steps/0/differences/0/pointer").asText()).isEqualTo("/with/value");
        assertThat(diff.path("text").asText()).contains("--- 1\n+++ draft\n", "\n+timeout: 5m\n");
        assertThat(diff.path("complete").asBoolean()).isTrue();
        assertThat(diff.path("reordered").asBoolean()).isFalse();

        JsonNode same = get(name + "/versions/1/diff/1").json();
        assertThat(same.path("steps")).isEmpty();
        assertThat(same.path("text").asText()).isEmpty();
    }

    private static String step(JsonNode step) {
        return step.path("id").asText() + " " + step.path("change").asText() + " "
                + step.path("pointer").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2/diff/draft", "draft/diff/9", "0/diff/1", "Draft/diff/1", "1/diff/latest"})
    void aVersionThatIsNotThereIsNotFound(String versions) {
        assertThat(get(workflow() + "/versions/" + versions).status()).isEqualTo(404);
    }

    @Test
    void aVersionBecomesTheDraftAgain() {
        String name = workflow();
        String path = WORKFLOWS + "/" + name + "/restore";
        String tag = String.valueOf(get(name).header("ETag"));
        ApiResponse stale =
                API.post(path, "{\"version\": 1}").header("If-Match", "\"v1\"").send();
        assertThat(stale.status()).isEqualTo(412);
        ApiResponse restored =
                API.post(path, "{\"version\": 1}").header("If-Match", tag).send();
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.header("ETag")).isNotEqualTo(tag);
        assertThat(restored.json().path("draft").asText()).isEqualTo(FIRST.formatted(name));
        assertThat(get(name + "/versions/1/diff/draft").json().path("text").asText())
                .isEmpty();
        assertThat(API.post(path, "{\"version\": 5}").send().status()).isEqualTo(404);
        assertThat(API.post(path, "{\"version\": 0}").send().status()).isEqualTo(422);
        assertThat(API.post(path, "{}").send().status()).isEqualTo(422);
    }

    @Test
    void theNewestVersionSaysHowLongRunsAreKept() {
        String name = "kept";
        String kept = FIRST.formatted(name) + "retention: { days: 3, runs: 40 }\n";
        yaml("POST", WORKFLOWS, kept).send();
        assertThat(new WorkflowParts(DATABASE).workflows.ruled()).isEmpty();

        API.request("POST", WORKFLOWS + "/kept/publish").scopes("admin").send();
        assertThat(new WorkflowParts(DATABASE).workflows.ruled())
                .extracting(RunRetention.Ruled::rule)
                .containsExactly(new RetentionRule(3, 40));

        yaml("PUT", WORKFLOWS + "/kept", FIRST.formatted(name)).send();
        API.request("POST", WORKFLOWS + "/kept/publish").scopes("admin").send();
        assertThat(new WorkflowParts(DATABASE).workflows.ruled()).isEmpty();
    }

    @Test
    void anExportIsWhatWasSaved() {
        String name = workflow();
        ApiResponse draft = get(name + "/export");
        assertThat(draft.text()).isEqualTo(SECOND.formatted(name));
        assertThat(draft.header("Content-Type")).startsWith("application/yaml");
        assertThat(draft.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + name + ".yaml\"");
        assertThat(get(name + "/export?version=1").text()).isEqualTo(FIRST.formatted(name));
        assertThat(get(name + "/export?version=2").status()).isEqualTo(404);
        assertThat(get(name + "/export?version=x").status()).isEqualTo(422);
    }

    @Test
    void manyAreImportedAndWhatIsThereIsNotOverwritten() {
        String taken = workflow();
        String text = "# many\n" + FIRST.formatted("new-one") + "---\n" + FIRST.formatted(taken) + "---\n"
                + "name: broken\nsteps: [ { id: a, uses: flow/nothing } ]\n" + "---\n" + SECOND.formatted(taken);
        JsonNode answer = imported(yaml("POST", WORKFLOWS + "/import", text));
        assertThat(outcomes(answer)).containsExactly("created", "conflict", "invalid", "unchanged");
        assertThat(answer.at("/items/2/errors/0/pointer").asText()).isEqualTo("/steps/0/uses");
        assertThat(answer.at("/items/1/slug").asText()).isEqualTo(taken);
        assertThat(get("new-one/export").text()).isEqualTo("# many\n" + FIRST.formatted("new-one"));
        assertThat(get(taken + "/export").text()).isEqualTo(SECOND.formatted(taken));

        JsonNode replaced = imported(yaml("POST", WORKFLOWS + "/import?replace=true", text));
        assertThat(outcomes(replaced)).containsExactly("unchanged", "replaced", "invalid", "replaced");
    }

    @Test
    void oneIsReplacedWhereItIsAsTheClientSawIt() {
        String name = workflow();
        String path = WORKFLOWS + "/import";
        assertThat(yaml("POST", path, FIRST.formatted(name))
                        .header("If-Match", "\"v1\"")
                        .send()
                        .status())
                .isEqualTo(412);
        String tag = String.valueOf(get(name).header("ETag"));
        assertThat(outcomes(imported(yaml("POST", path, FIRST.formatted(name)).header("If-Match", tag))))
                .containsExactly("replaced");
        ApiResponse two = yaml("POST", path, FIRST.formatted("x1") + "---\n" + FIRST.formatted("x2"))
                .header("If-Match", tag)
                .send();
        assertThat(two.status()).isEqualTo(422);
        assertThat(two.json().at("/errors/0/pointer").asText()).isEqualTo("/header/If-Match");
    }

    @Test
    void jsonIsImportedToo() {
        ApiResponse answer = API.post(
                        WORKFLOWS + "/import",
                        "{\"name\": \"as-json\", \"steps\": [{\"id\": \"a\", \"uses\": \"flow/transform\", \"with\": {\"value\": 1}}]}")
                .send();
        assertThat(outcomes(answer.json())).containsExactly("created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# nothing\n", "---\n---\n"})
    void anImportHasADocument(String text) {
        assertThat(yaml("POST", WORKFLOWS + "/import", text).send().status()).isEqualTo(422);
    }

    @Test
    void anImportHasNotTooManyDocuments() {
        assertThat(yaml("POST", WORKFLOWS + "/import", "a: b\n---\n".repeat(101))
                        .send()
                        .status())
                .isEqualTo(422);
    }

    private static JsonNode imported(ApiRequest request) {
        ApiResponse answer = request.send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> outcomes(JsonNode answer) {
        return answer.path("items")
                .valueStream()
                .map(item -> item.path("outcome").asText())
                .toList();
    }
}
