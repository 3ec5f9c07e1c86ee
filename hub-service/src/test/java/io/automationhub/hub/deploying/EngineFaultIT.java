package io.automationhub.hub.deploying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The Docker engine is killed in the middle of a deployment and is away for a while. The deployment waits and ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineFaultIT {

    /** As long as somebody needs to start a service again, and longer than a few quick attempts. */
    private static final Duration AWAY = Duration.ofSeconds(20);

    private OwnEngine engine;
    private Crashes crashes;

    @BeforeAll
    void start() throws IOException {
        engine = OwnEngine.start();
        crashes = Crashes.begin("engine", engine.environment());
    }

    @AfterAll
    void stop() throws IOException {
        try {
            if (crashes != null) {
                crashes.close();
            }
        } finally {
            if (engine != null) {
                engine.close();
            }
        }
    }

    @Test
    void goesOnWithABuildThatTheEngineDiedIn() throws Exception {
        DeployedProject project = crashes.project();
        project.app().slowBuild("4");
        crashes.nextPage();
        String deployment = project.begin();
        await("the slow part of the build")
                .atMost(Duration.ofSeconds(90))
                .until(() -> !engine.strangers().isEmpty());

        engine.kill();
        isAwayForAWhile(deployment, "engine in a build");
        project.app().quickBuild();
        assertThat(engine.strangers()).as("containers of builds").isEmpty();
    }

    @Test
    void goesOnWithAStartThatTheEngineDiedBefore() throws Exception {
        String deployment = crashes.deployAndKill("deployment/start:before", engine.pid());
        engine.awaitEnd();
        isAwayForAWhile(deployment, "engine at deployment/start:before");
    }

    private void isAwayForAWhile(String deployment, String what) throws Exception {
        long begun = System.nanoTime();
        assertThat(dockerStatus()).isEqualTo("down");
        assertThat(crashes.project().visit("/").status())
                .as("traffic while no engine runs")
                .isEqualTo(200);
        await().pollDelay(AWAY).atMost(AWAY.plusSeconds(30)).until(() -> true);
        assertThat(dockerStatus()).isEqualTo("down");
        JsonNode waiting = crashes.hub().client().get("/api/v1/deployments/" + deployment);
        assertThat(DeployedProject.ENDED).doesNotContain(waiting.path("status").asText());

        engine.restart();
        await("docker to be up again")
                .atMost(Duration.ofSeconds(30))
                .until(() -> dockerStatus().equals("up"));
        long ready = System.nanoTime();
        crashes.assertLiveAlone(deployment);
        crashes.row(what, Crashes.seconds(begun, ready), Crashes.seconds(ready, System.nanoTime()));
    }

    private String dockerStatus() {
        return crashes.hub()
                .client()
                .get("/health/ready")
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asText().equals("docker"))
                .map(check -> check.path("status").asText())
                .findFirst()
                .orElse("not told");
    }
}
