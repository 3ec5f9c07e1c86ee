package io.automationhub.agents.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.ContainerSpec;
import io.automationhub.activities.docker.Labels;
import io.automationhub.agents.AgentJson;
import io.automationhub.agents.rollback.RollbackAgent;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentAgentIT {

    private @Nullable AgentHost open;
    private @Nullable DeploymentAgent deploymentAgent;
    private @Nullable RollbackAgent rollbackAgent;

    @BeforeEach
    void host() throws IOException, InterruptedException {
        open = new AgentHost();
        deploymentAgent = new DeploymentAgent(open.engine, open.edge);
        rollbackAgent = new RollbackAgent(open.engine, open.edge);
    }

    @AfterEach
    void close() throws IOException {
        here().close();
    }

    @Test
    void aReleaseGoesLiveAndTheOldOneIsRetired() throws Exception {
        JsonNode first = start("r1", "d1", here().snapshot("one", 2));
        assertThat(switchTo("r1", first).get("previous").isNull()).isTrue();
        assertThat(answer()).isEqualTo("one");

        JsonNode second = start("r2", "d2", here().snapshot("two", 1));
        assertThat(answer()).isEqualTo("one");
        JsonNode previous = switchTo("r2", second).get("previous");
        assertThat(previous.get("release").asText()).isEqualTo("r1");
        assertThat(previous.get("instances")).hasSize(2);
        assertThat(switchTo("r2", second).get("previous")).isEqualTo(previous);
        assertThat(answer()).isEqualTo("two");

        JsonNode drained =
                deploy("drain", Map.of("environment", here().environment, "release", "r2", "drainSeconds", 5));
        assertThat(drained.get("drained").asBoolean()).isTrue();
        JsonNode retired = deploy("retire", Map.of("environment", here().environment, "keepRelease", "r2"));
        assertThat(retired.get("removed")).hasSize(2);
        assertThat(deploy("retire", Map.of("environment", here().environment, "keepRelease", "r2"))
                        .get("removed"))
                .isEmpty();
        assertThat(here().containers())
                .extracting(info -> info.label(Labels.RELEASE))
                .containsExactly("r2");
        assertThat(answer()).isEqualTo("two");
    }

    @Test
    void aRepeatedStartFindsWhatWasMadeAlsoBetweenCreateAndStart() throws Exception {
        JsonNode first = start("r1", "d1", here().snapshot("one", 2));
        assertThat(start("r1", "d1", here().snapshot("one", 2))).isEqualTo(first);
        String half = first.get("instances").get(1).get("name").asText();
        here().engine.containers().kill(half);
        JsonNode again = start("r1", "d1", here().snapshot("one", 2));
        assertThat(again.get("instances").get(1).get("container"))
                .isEqualTo(first.get("instances").get(1).get("container"));
        assertThat(here().containers()).hasSize(2).allMatch(ContainerInfo::running);
    }

    @Test
    void secretsReachTheContainerAndNothingElse() throws Exception {
        AgentHost.Call call = here().call("deployment", "start", input("r1", "d1", here().snapshot("one", 1)));
        JsonNode out = agent().invoke(call);
        String name = out.get("instances").get(0).get("name").asText();
        assertThat(here().engine
                        .containers()
                        .exec(name, List.of("/bin/sh", "-c", "echo $TOKEN"), java.time.Duration.ofSeconds(5))
                        .lines())
                .containsExactly("canary-of-TOKEN");
        assertThat(out.toString() + call.lines + here().containers().getFirst().labels())
                .doesNotContain("canary");
    }

    @Test
    void aProgramThatIsNotThereIsExplained() {
        ReleaseSnapshot good = here().snapshot("one", 1);
        ReleaseSnapshot bad = with(good, good.image(), List.of("/no/such/program"));
        assertThatThrownBy(() -> start("r1", "d1", bad)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo(ProblemType.CONTAINER_EXITED);
            assertThat(e.detail()).contains("/no/such/program");
        });
    }

    @Test
    void aCommandRunsOnceHoweverOftenItIsAskedFor() throws Exception {
        Map<String, Object> input = input("r1", "d1", here().snapshot("one", 1));
        input.put("command", List.of("/bin/sh", "-c", "echo begun; sleep 1; echo done $TOKEN"));
        AgentHost.Call first = here().call("deployment", "command", input);
        CompletableFuture<JsonNode> one = async(first);
        AgentHost.Call second = here().call("deployment", "command", input);
        CompletableFuture<JsonNode> two = async(second);
        assertThat(one.join().get("exitCode").asInt()).isZero();
        assertThat(two.join().get("exitCode").asInt()).isZero();
        AgentHost.Call late = here().call("deployment", "command", input);
        assertThat(agent().invoke(late).get("exitCode").asInt()).isZero();
        assertThat(late.lines).containsExactly("begun", "done canary-of-TOKEN");
        ContainerInfo only = here().containers().getFirst();
        assertThat(here().containers()).hasSize(1);
        assertThat(here().engine.logs().tail(only.id(), 10)).hasSize(2);
    }

    @Test
    void theCommandRunsInThePlaceOfTheImagesEntrypoint() throws Exception {
        String entered = here().image(Map.of("Dockerfile", """
                FROM hub-test/app:1
                ENTRYPOINT ["/bin/sh", "-c", "echo entered with $*; exit 7", "entrypoint"]
                CMD ["serve"]
                """), "hub-test/entered:1");
        Map<String, Object> input = input("r1", "d1", with(here().snapshot("one", 1), entered, null));
        input.put("command", List.of("/bin/echo", "a  b", "$ANSWER", "*"));
        AgentHost.Call call = here().call("deployment", "command", input);
        assertThat(agent().invoke(call).get("exitCode").asInt()).isZero();
        assertThat(call.lines).containsExactly("a  b $ANSWER *");
        // The control: given to the image's entrypoint, the same command would not have run.
        ContainerInfo ran = here().containers().getFirst();
        ContainerInfo weak = here().engine
                .containers()
                .createOrFind(new ContainerSpec(
                        ran.name() + "-weak",
                        entered,
                        List.of("/bin/echo", "a"),
                        Map.of(),
                        ran.labels(),
                        ran.addresses().keySet().iterator().next(),
                        Map.of(),
                        32,
                        0.5,
                        false));
        here().engine.containers().start(weak.id());
        Awaitility.await()
                .until(() -> !here().engine.containers().get(weak.id()).running());
        assertThat(here().engine.logs().tail(weak.id(), 5))
                .extracting(line -> line.text())
                .containsExactly("entered with /bin/echo a");
    }

    @Test
    void aFailedCommandTellsItsCodeAndLastLines() {
        Map<String, Object> input = input("r1", "d1", here().snapshot("one", 1));
        input.put("command", List.of("/bin/sh", "-c", "echo no such table; exit 4"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> deploy("command", input)).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.type()).isEqualTo(ProblemType.COMMAND_FAILED);
                assertThat(String.valueOf(e.evidence()))
                        .contains("no such table")
                        .contains("\"exitCode\":4");
            });
        }
    }

    @Test
    void aCanceledCommandIsKilledAndNotStartedAgain() {
        Map<String, Object> input = input("r1", "d1", here().snapshot("one", 1));
        input.put("command", List.of("/bin/sleep", "600"));
        AgentHost.Call call = here().call("deployment", "command", input);
        CompletableFuture<JsonNode> run = async(call);
        Awaitility.await()
                .until(() -> !here().containers().isEmpty()
                        && here().containers().getFirst().running());
        call.canceled = true;
        assertThatThrownBy(run::join).hasRootCauseInstanceOf(CancellationException.class);
        assertThat(here().containers().getFirst().running()).isFalse();
        assertThatThrownBy(() -> deploy("command", input)).isInstanceOf(ProblemException.class);
        assertThat(here().containers().getFirst().running()).isFalse();
    }

    @Test
    void errorsUnderTrafficFailTheBake() throws Exception {
        JsonNode started = start("r1", "d1", here().snapshot("one", 1));
        switchTo("r1", started);
        CompletableFuture<JsonNode> good = async(here().call("deployment", "bake", bake(started, 1.5)));
        while (!good.isDone()) {
            here().get("/");
        }
        assertThat(good.join().get("requests").asLong()).isPositive();
        assertThat(good.join().get("errorRate").asDouble()).isZero();
        CompletableFuture<JsonNode> bad = async(here().call("deployment", "bake", bake(started, 20)));
        while (!bad.isDone()) {
            assertThat(here().get("/cgi-bin/fail").statusCode()).isEqualTo(500);
        }
        assertThatThrownBy(bad::join).rootCause().isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo(ProblemType.BAKE_FAILED);
            assertThat(String.valueOf(e.evidence())).contains("errorRate");
        });
    }

    @Test
    void aCrashFailsTheBakeAndTheRollbackTakesEverythingBack() throws Exception {
        JsonNode first = start("r1", "d1", here().snapshot("one", 1));
        switchTo("r1", first);
        JsonNode second = start("r2", "d2", here().snapshot("two", 1));
        JsonNode previous = switchTo("r2", second).get("previous");
        CompletableFuture<JsonNode> bake = async(here().call("deployment", "bake", bake(second, 30)));
        String name = second.get("instances").get(0).get("name").asText();
        Awaitility.await().pollDelay(java.time.Duration.ofSeconds(1)).until(() -> true);
        here().engine.containers().kill(name);
        assertThatThrownBy(bake::join)
                .rootCause()
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.BAKE_FAILED));

        Map<String, Object> restore = new LinkedHashMap<>();
        restore.put("environment", here().environment);
        restore.put("previous", previous);
        rollback("restore", restore);
        rollback("restore", restore);
        assertThat(answer()).isEqualTo("one");
        Map<String, Object> remove = Map.of("environment", here().environment, "release", "r2", "deployment", "d2");
        assertThat(rollback("remove", remove).get("removed")).hasSize(1);
        assertThat(rollback("remove", remove).get("removed")).isEmpty();
        assertThat(answer()).isEqualTo("one");
    }

    @Test
    void removingADeploymentWhoseSwitchNobodyLearnedOfGivesTrafficBack() throws Exception {
        switchTo("r1", start("r1", "d1", here().snapshot("one", 1)));
        switchTo("r2", start("r2", "d2", here().snapshot("two", 1)));
        rollback("remove", Map.of("environment", here().environment, "release", "r2", "deployment", "d2"));
        assertThat(answer()).isEqualTo("one");
        assertThat(here().containers()).hasSize(1);
    }

    @Test
    void strangersReachNothing() throws Exception {
        JsonNode started = start("r1", "d1", here().snapshot("one", 1));
        switchTo("r1", started);
        Map<String, Object> remove = Map.of("environment", here().environment, "release", "r1", "deployment", "d1");
        assertThatThrownBy(() -> java.util.Objects.requireNonNull(rollbackAgent)
                        .invoke(here().strangersCall("rollback", "remove", remove)))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(
                        () -> agent().invoke(here().strangersCall("deployment", "switch", switchInput("r9", started))))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> agent().invoke(here().strangersCall(
                                "deployment", "start", input("r1", "d9", here().snapshot("evil", 1)))))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
        assertThat(answer()).isEqualTo("one");
    }

    @Test
    void trafficGoesOnlyToTheEnvironmentsOwnContainers() {
        JsonNode forged = AgentJson.mapper()
                .valueToTree(Map.of(
                        "instances",
                        List.of(Map.of("name", "hub-nobody", "container", "x", "address", "127.0.0.1", "port", 22))));
        assertThatThrownBy(() -> switchTo("r1", forged))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONTAINER_EXITED));
    }

    private AgentHost here() {
        return java.util.Objects.requireNonNull(open);
    }

    private DeploymentAgent agent() {
        return java.util.Objects.requireNonNull(deploymentAgent);
    }

    private JsonNode deploy(String capability, Object input) throws InterruptedException {
        return agent().invoke(here().call("deployment", capability, input));
    }

    private JsonNode rollback(String capability, Object input) throws InterruptedException {
        return java.util.Objects.requireNonNull(rollbackAgent).invoke(here().call("rollback", capability, input));
    }

    private CompletableFuture<JsonNode> async(AgentHost.Call call) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return agent().invoke(call);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Map<String, Object> input(String release, String deployment, ReleaseSnapshot snapshot) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("environment", here().environment);
        input.put("project", "p1");
        input.put("release", release);
        input.put("deployment", deployment);
        input.put("snapshot", snapshot);
        return input;
    }

    private JsonNode start(String release, String deployment, ReleaseSnapshot snapshot) throws InterruptedException {
        JsonNode started = deploy("start", input(release, deployment, snapshot));
        for (JsonNode instance : started.get("instances")) {
            String name = instance.get("name").asText();
            Awaitility.await()
                    .until(() -> here().engine.logs().tail(name, 5).stream()
                            .anyMatch(line -> line.text().startsWith("serving")));
        }
        return started;
    }

    private Map<String, Object> switchInput(String release, JsonNode started) {
        return Map.of(
                "environment",
                here().environment,
                "domains",
                List.of(here().domain),
                "release",
                release,
                "instances",
                started.get("instances"),
                "drainSeconds",
                1);
    }

    private JsonNode switchTo(String release, JsonNode started) throws InterruptedException {
        return deploy("switch", switchInput(release, started));
    }

    private Map<String, Object> bake(JsonNode started, double seconds) {
        return Map.of(
                "environment",
                here().environment,
                "release",
                "r",
                "instances",
                started.get("instances"),
                "bake",
                Map.of("seconds", seconds, "maxErrorRate", 0.5, "minRequests", 5));
    }

    private String answer() throws IOException, InterruptedException {
        return here().get("/").body().strip();
    }

    private static ReleaseSnapshot with(ReleaseSnapshot good, String image, @Nullable List<String> command) {
        return new ReleaseSnapshot(
                image,
                null,
                null,
                good.port(),
                command,
                good.variables(),
                good.secrets(),
                good.volumes(),
                good.resources(),
                good.replicas(),
                good.domains(),
                good.healthCheck(),
                null,
                good.drainSeconds(),
                good.bake());
    }
}
