package io.automationhub.hub.deploying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.docker.Labels;
import io.automationhub.hub.HubApplication;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a git repository to visitors, through the API of a hub as it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentIT {

    private HubProcess hub;
    private DeployedProject project;
    private int number;

    @BeforeAll
    void start() {
        hub = HubProcess.start(HubApplication.class, Map.of());
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @BeforeEach
    void createProject() {
        project = DeployedProject.create(hub, "app" + ++number, "first page");
    }

    @AfterEach
    void removeProject() {
        project.close();
    }

    @Test
    void visitorsSeeACommitOnceItIsDeployed() {
        JsonNode ended = project.deploy();

        assertSucceeded(ended);
        assertThat(project.currentRelease()).isEqualTo(ended.path("release").asText());
        assertThat(project.visit("/").status()).isEqualTo(200);
        assertThat(project.visit("/").body()).isEqualTo("first page");
    }

    @Test
    void visitorsNoticeNothingOfASwitchButTheNewPage() {
        assertSucceeded(project.deploy());
        project.app().page("second page");

        ConstantLoad load = new ConstantLoad(hub.edgePort(), project.host());
        try (load) {
            await().until(() -> load.answered() > 100);
            assertSucceeded(project.deploy());
            int after = load.answered();
            await().until(() -> load.answered() > after + 100);
        }

        assertThat(load.failures()).isEmpty();
        assertThat(load.pages()).containsExactlyInAnyOrder("first page", "second page");
        assertThat(project.visit("/").body()).isEqualTo("second page");
        assertThat(project.containers())
                .singleElement()
                .satisfies(only -> assertThat(only.label(Labels.RELEASE)).isEqualTo(project.currentRelease()));
    }

    @Test
    void aBrokenCommitLeavesTheOldReleaseServingAndExplainsItself() {
        JsonNode good = project.deploy();
        project.app().brokenPage("broken page");

        JsonNode ended = project.deploy();

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        JsonNode failure = ended.path("failure");
        assertThat(failure.path("step").asText()).isEqualTo("verify");
        assertThat(failure.path("evidence").path("transcript"))
                .as("evidence %s", failure.path("evidence"))
                .isNotEmpty();
        assertThat(failure.path("evidence").toString()).contains("404");
        assertThat(failure.path("servingRelease").asText())
                .isEqualTo(good.path("release").asText());
        assertThat(failure.path("changes")
                        .valueStream()
                        .map(change -> change.path("pointer").asText()))
                .contains("/commit", "/image");
        assertThat(project.currentRelease()).isEqualTo(good.path("release").asText());
        assertThat(project.visit("/").body()).isEqualTo("first page");
        assertThat(project.containers())
                .singleElement()
                .satisfies(only -> assertThat(only.label(Labels.RELEASE))
                        .isEqualTo(good.path("release").asText()));
    }

    @Test
    void rollbackBringsBackAKeptReleaseWithoutABuild() {
        JsonNode first = project.deploy();
        project.app().page("second page");
        assertSucceeded(project.deploy());
        assertThat(project.visit("/").body()).isEqualTo("second page");

        JsonNode ended = project.rollback(first.path("release").asText());

        assertSucceeded(ended);
        assertThat(ended.path("kind").asText()).isEqualTo("rollback");
        assertThat(stepIds(ended)).contains("switch").doesNotContain("build", "fetch");
        assertThat(project.currentRelease()).isEqualTo(first.path("release").asText());
        assertThat(project.visit("/").body()).isEqualTo("first page");
    }

    @Test
    void cancelStopsABuildAndLeavesTheOldReleaseServing() {
        assertSucceeded(project.deploy());
        project.app().slowBuild("100");
        String deployment = project.begin();
        project.awaitStep(deployment, "build");

        long began = System.nanoTime();
        hub.client().post("/api/v1/deployments/" + deployment + "/cancel", "");
        JsonNode ended = project.awaitEnd(deployment);

        assertThat(ended.path("status").asText()).isEqualTo("canceled");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        assertThat(project.visit("/").body()).isEqualTo("first page");
        assertThat(project.containers()).hasSize(1);
    }

    @Test
    void aNewerDeploymentSupersedesTheOneThatRuns() {
        project.app().slowBuild("100");
        String older = project.begin();
        project.awaitStep(older, "build");
        project.app().quickBuild();
        project.app().page("newer page");

        JsonNode newer = project.deploy();

        assertSucceeded(newer);
        assertThat(project.awaitEnd(older).path("status").asText()).isEqualTo("superseded");
        assertThat(project.visit("/").body()).isEqualTo("newer page");
        assertThat(project.containers()).hasSize(1);
    }

    @Test
    void theLogHoldsTheBuildAndIsResumedWhereItEnded() {
        JsonNode ended = project.deploy();
        String logs = "/api/v1/deployments/" + ended.path("id").asText() + "/logs";

        assertThat(hub.client().text(logs)).contains("built by the sample");
        assertThat(hub.client().text(logs + "?step=build")).contains("built by the sample");
        assertThat(hub.client().text(logs + "?step=verify")).doesNotContain("built by the sample");

        List<HubClient.Event> all = hub.client().events(logs, null, Integer.MAX_VALUE);
        List<HubClient.Event> begin = hub.client().events(logs, null, 3);
        List<HubClient.Event> rest = hub.client().events(logs, begin.getLast().id(), Integer.MAX_VALUE);
        assertThat(all).hasSizeGreaterThan(5);
        assertThat(begin).hasSize(3);
        assertThat(rest).hasSize(all.size() - 3).isEqualTo(all.subList(3, all.size()));
        assertThat(all).extracting(HubClient.Event::id).doesNotHaveDuplicates();
    }

    @Test
    void aSecretReachesTheContainerAndNobodyElse() throws Exception {
        String secret = "s3cr3t-Qm8Zt5Wv1Xk7";
        String path = "/api/v1/secrets/TOKEN?scope=project:app" + number;
        hub.client().put(path, "{\"value\": \"" + secret + "\"}");

        JsonNode ended = project.deploy();

        assertSucceeded(ended);
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        assertThat(project.visit(SampleApp.DIGEST_PATH).body()).startsWith(digest);
        String deployment = "/api/v1/deployments/" + ended.path("id").asText();
        assertThat(hub.client().text(deployment + "/logs"))
                .as("the release command prints it")
                .contains("token=***.")
                .doesNotContain(secret);
        String run = "/api/v1/runs/" + ended.path("run").asText();
        for (String answer : List.of(deployment, run, run + "/steps/command", run + "/steps/start")) {
            assertThat(hub.client().get(answer).toString()).as(answer).doesNotContain(secret);
        }
        assertThat(hub.output()).contains("op=putSecret").doesNotContain(secret);
    }

    @Test
    void aStoppedEnvironmentAnswersNobodyAndStartsWithTheSameRelease() {
        String release = project.deploy().path("release").asText();
        String environment = "/api/v1/environments/" + project.environment();

        JsonNode stopped = project.act("stop");

        assertSucceeded(stopped);
        assertThat(stopped.path("kind").asText()).isEqualTo("stop");
        assertThat(stopped.path("previousRelease").asText()).isEqualTo(release);
        assertThat(project.visit("/").status()).isGreaterThanOrEqualTo(400);
        assertThat(project.containers()).isEmpty();
        assertThat(project.hasNetwork()).isFalse();
        assertThat(project.currentRelease()).isEmpty();
        assertThat(hub.client().status("POST", environment + "/stop")).isEqualTo(409);
        assertThat(hub.client().status("POST", environment + "/restart")).isEqualTo(409);

        JsonNode started = project.act("start");

        assertSucceeded(started);
        assertThat(project.currentRelease()).isEqualTo(release);
        assertThat(project.visit("/").body()).isEqualTo("first page");
        assertThat(hub.client().status("POST", environment + "/start")).isEqualTo(409);
        assertThat(hub.client().status("DELETE", environment)).isEqualTo(409);

        project.act("stop");
        assertThat(hub.client().status("DELETE", environment)).isEqualTo(204);
        assertThat(hub.client().status("GET", environment)).isEqualTo(404);
    }

    @Test
    void aRestartPutsTheReleaseIntoNewContainersUnnoticed() {
        String release = project.deploy().path("release").asText();
        String before = project.containers().getFirst().id();

        ConstantLoad load = new ConstantLoad(hub.edgePort(), project.host());
        JsonNode restarted;
        try (load) {
            await().until(() -> load.answered() > 100);
            restarted = project.act("restart");
        }

        assertSucceeded(restarted);
        assertThat(load.failures()).isEmpty();
        assertThat(stepIds(restarted)).doesNotContain("build");
        assertThat(project.currentRelease()).isEqualTo(release);
        assertThat(project.containers())
                .singleElement()
                .satisfies(only -> assertThat(only.id()).isNotEqualTo(before));
    }

    private static void assertSucceeded(JsonNode deployment) {
        assertThat(deployment.path("status").asText())
                .as("%s", deployment.path("failure"))
                .isEqualTo("succeeded");
    }

    private static List<String> stepIds(JsonNode deployment) {
        return deployment
                .path("steps")
                .valueStream()
                .map(step -> step.path("id").asText())
                .toList();
    }
}
