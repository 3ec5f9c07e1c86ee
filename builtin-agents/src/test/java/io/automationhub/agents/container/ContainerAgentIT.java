package io.automationhub.agents.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.build.BuildContext;
import io.automationhub.activities.build.ImageBuilder;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.docker.Labels;
import io.automationhub.agents.FakeContext;
import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerAgentIT {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path work;

    private final Engine engine = Engine.of(EngineSettings.fromEnvironment(System.getenv()));

    private ContainerAgent agent() {
        return new ContainerAgent(
                engine, new ImageBuilder(engine, "default", BuildContext.Limits.DEFAULT), work, InstantSource.system());
    }

    /** Builds an image of one file and no programs, as a deployment would. */
    private FakeContext build(String project) throws IOException {
        Path checkout = Files.createDirectories(work.resolve("checkouts/one"));
        Files.writeString(checkout.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
        return FakeContext.of(
                "container",
                "build",
                Map.of("path", "checkouts/one", "project", project, "environment", "e1", "commit", COMMIT));
    }

    private void removeImages(FakeContext call, String project) {
        String organization = call.call().scope().organization().toString();
        engine.images().prune(Labels.ofImage(organization, project).toMap(), List.of(), "never-", Duration.ZERO);
    }

    private static String anyProject() {
        return "it" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void buildsAnImageWithCommitAndEnvironmentTags() throws IOException, InterruptedException {
        String project = anyProject();
        FakeContext call = build(project);
        JsonNode built = agent().invoke(call);
        try {
            String id = built.get("image").asText();
            assertThat(engine.images()
                            .find("hub/" + project + ":0123456789ab")
                            .orElseThrow()
                            .id())
                    .isEqualTo(id);
            assertThat(engine.images().find(id).orElseThrow().tags())
                    .anyMatch(tag -> tag.startsWith("hub/" + project + ":" + ContainerAgent.PIN));
            assertThat(call.log()).anyMatch(line -> line.contains("Successfully built"));
        } finally {
            removeImages(call, project);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/etc", "a/../../b", "", ".", "runs/another/source", "runs"})
    void aPathThatIsNoSourceOfTheRunIsRefused(String path) throws IOException {
        Files.createDirectories(work.resolve("runs/another/source"));
        Files.writeString(work.resolve("runs/another/source/Dockerfile"), "FROM scratch\n");
        assertThatThrownBy(() -> agent().invoke(FakeContext.of(
                        "container", "build", Map.of("path", path, "project", "p", "environment", "e"))))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs", "stop", "restart"})
    void containersOfOthersAreNotThere(String capability) throws IOException, InterruptedException {
        String name = "hub-test-" + UUID.randomUUID();
        String project = anyProject();
        FakeContext call = build(project);
        String image = agent().invoke(call).get("image").asText();
        assertThat(docker("create", "--name", name, "--label", Labels.MANAGED + "=true", image, "true"))
                .isZero();
        try {
            assertThatThrownBy(() -> agent().invoke(FakeContext.of("container", capability, Map.of("name", name))))
                    .hasMessageContaining("There is no container");
            assertThat(agent().invoke(FakeContext.of("container", "list", Map.of()))
                            .get("containers"))
                    .isEmpty();
        } finally {
            docker("rm", "-f", name);
            removeImages(call, project);
        }
    }

    private static int docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
