package io.automationhub.hub.deploying;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Labels;
import io.automationhub.hub.CrashingHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hub that dies in the middle of a deployment and is started again ends the deployment by itself. A few steps in every
 * build; with the system property {@code crash.all} before and after every step ({@code make crash}), with
 * {@code crash.points} where that says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {

    private static final List<String> STEPS = List.of(
            "git/resolve",
            "git/fetch",
            "container/build",
            "release/create",
            "deployment/start",
            "health-check/verify",
            "deployment/command",
            "deployment/switch",
            "release/activate",
            "deployment/drain",
            "deployment/bake",
            "deployment/retire");
    private static final List<String> SHORT =
            List.of("container/build:after", "deployment/switch:after", "release/activate:before");

    private Path order = Path.of("/nowhere");
    private HubProcess hub;
    private DeployedProject project;
    private int version;

    static Stream<String> points() {
        String chosen = System.getProperty("crash.points", "");
        if (!chosen.isEmpty()) {
            return Stream.of(chosen.split(",", -1));
        }
        return Boolean.getBoolean("crash.all")
                ? STEPS.stream().flatMap(step -> Stream.of(step + ":before", step + ":after"))
                : SHORT.stream();
    }

    @BeforeAll
    void start() throws IOException {
        order = Files.createTempDirectory("hub-crash").resolve("order");
        hub = HubProcess.start(CrashingHub.class, Map.of(CrashingHub.FILE_VARIABLE, order.toString()));
        project = DeployedProject.create(hub, "crash", "version 0");
        assertThat(project.deploy().path("status").asText()).isEqualTo("succeeded");
    }

    @AfterAll
    void stop() throws IOException {
        try {
            if (project != null) {
                project.close();
            }
        } finally {
            hub.close();
        }
        Files.deleteIfExists(order);
        Files.deleteIfExists(order.getParent());
    }

    @ParameterizedTest
    @MethodSource("points")
    void endsADeploymentItDiedIn(String point) throws IOException {
        String page = "version " + ++version;
        project.app().page(page);
        Files.writeString(order, point);
        String deployment = project.begin();

        assertThat(hub.awaitExit()).isEqualTo(CrashingHub.STATUS);
        assertThat(project.visit("/").status()).as("traffic while no hub runs").isEqualTo(200);
        hub.restart();
        assertLiveAlone(deployment, page);
    }

    @Test
    void goesOnAfterAKillInTheMiddleOfABuild() {
        String page = "version " + ++version;
        project.app().page(page);
        project.app().slowBuild("3");
        String deployment = project.begin();
        project.awaitStep(deployment, "build");

        hub.kill();
        assertThat(project.visit("/").status()).as("traffic while no hub runs").isEqualTo(200);
        hub.restart();
        assertLiveAlone(deployment, page);
        project.app().quickBuild();
    }

    private void assertLiveAlone(String deployment, String page) {
        JsonNode ended = project.awaitEnd(deployment);
        assertThat(ended.path("status").asText())
                .as("%s", ended.path("failure"))
                .isEqualTo("succeeded");
        assertThat(project.currentRelease()).isEqualTo(ended.path("release").asText());
        assertThat(project.visit("/"))
                .extracting(EdgeConnection.Answer::status, EdgeConnection.Answer::body)
                .containsExactly(200, page);
        assertThat(project.containers())
                .as("containers of the environment")
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.running()).isTrue();
                    assertThat(only.label(Labels.KIND)).isEqualTo(Labels.KIND_INSTANCE);
                    assertThat(only.label(Labels.RELEASE)).isEqualTo(project.currentRelease());
                    assertThat(only.label(Labels.DEPLOYMENT)).isEqualTo(deployment);
                });
        assertThat(project.containers()).extracting(ContainerInfo::restarts).containsExactly(0);
    }
}
