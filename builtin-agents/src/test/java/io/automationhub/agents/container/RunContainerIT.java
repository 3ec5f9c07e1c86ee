package io.automationhub.agents.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.build.BuildContext;
import io.automationhub.activities.build.ImageBuilder;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.docker.Labels;
import io.automationhub.agents.FakeContext;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in containers without a network, on a real engine. */
@Timeout(120)
class RunContainerIT {

    private static final String IMAGE = "hub-test/task:1";
    private static final Engine ENGINE = Engine.of(EngineSettings.fromEnvironment(System.getenv()));

    @TempDir
    Path work;

    private final Map<String, FakeContext> calls = new LinkedHashMap<>();

    /** An image of busybox alone, made without a network. */
    @BeforeAll
    static void image(@TempDir Path folder) throws IOException, InterruptedException {
        if (ENGINE.images().find(IMAGE).isPresent()) {
            return;
        }
        Path checkout = Files.createDirectories(folder.resolve("checkouts/task"));
        Files.copy(Path.of("/bin/busybox"), checkout.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(
                checkout.resolve("Dockerfile"),
                "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\",\"--install\",\"-s\",\"/bin\"]\n");
        JsonNode built = new ContainerAgent(
                        ENGINE,
                        new ImageBuilder(ENGINE, "none", BuildContext.Limits.DEFAULT),
                        folder,
                        InstantSource.system())
                .invoke(FakeContext.of(
                        "container", "build", Map.of("path", "checkouts/task", "project", "it", "environment", "it")));
        ENGINE.images().tag(built.path("image").asText(), "hub-test/task", "1");
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @AfterEach
    void removeContainers() {
        calls.values()
                .forEach(call -> mine(call).forEach(info -> ENGINE.containers().remove(info.id())));
    }

    @Test
    void aProgramGetsFilesAndVariablesAndGivesItsResult() throws Exception {
        FakeContext call = shell(
                "cat sub/in.txt; echo \"$GREETING\" >&2; echo \"{\\\"n\\\": 42}\" > out.json; exit 3",
                Map.of(
                        "files",
                        Map.of("sub/in.txt", "from a file\n"),
                        "env",
                        Map.of("GREETING", "hello"),
                        "outputFile",
                        "out.json",
                        "expect",
                        List.of(0, 3)));
        JsonNode output = agent(Duration.ZERO).invoke(call);

        assertThat(output.path("exitCode").asInt()).isEqualTo(3);
        assertThat(output.path("stdout").asText()).isEqualTo("from a file");
        assertThat(output.path("stderr").asText()).isEqualTo("hello");
        assertThat(output.at("/outputs/n").asInt()).isEqualTo(42);
        assertThat(call.log()).contains("from a file", "hello");
        Awaitility.await().untilAsserted(() -> assertThat(mine(call)).isEmpty());
    }

    @Test
    void anotherAttemptReadsTheResultInsteadOfRunningAgain() throws Exception {
        FakeContext call =
                shell("read up _ < /proc/uptime; echo $up; echo {} > out.json", Map.of("outputFile", "out.json"));
        JsonNode first = agent(Duration.ofMinutes(5)).invoke(call);
        JsonNode second = agent(Duration.ofMinutes(5)).invoke(call);
        assertThat(second).isEqualTo(first);
        assertThat(mine(call)).hasSize(1);

        // The control: another call runs another program.
        FakeContext other = shell("read up _ < /proc/uptime; echo $up", Map.of());
        assertThat(agent(Duration.ofMinutes(5)).invoke(other).path("stdout")).isNotEqualTo(first.path("stdout"));
    }

    @Test
    void aFailureStaysAFailureUnlessTheProgramMayRunAgain() {
        String script = "read up _ < /proc/uptime; echo $up; exit 7";
        FakeContext once = shell(script, Map.of());
        String first = failure(once);
        assertThat(first).contains("\"exitCode\":7");
        assertThat(failure(once)).isEqualTo(first);

        FakeContext again = shell(script, Map.of("idempotent", true));
        assertThat(failure(again)).isNotEqualTo(failure(again));
        assertThat(mine(again)).isEmpty();
    }

    @Test
    void aCancelKillsTheProgram() {
        FakeContext call = shell("echo started; while true; do sleep 1; done", Map.of());
        CompletableFuture<JsonNode> running = CompletableFuture.supplyAsync(() -> {
            try {
                return agent(Duration.ZERO).invoke(call);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(() -> call.log().contains("started"));
        call.cancel();
        assertThatThrownBy(running::join).hasCauseInstanceOf(CancellationException.class);
        Awaitility.await().untilAsserted(() -> assertThat(mine(call)).isEmpty());
    }

    @Test
    void aWorkerThatStopsLeavesTheProgramToTheNextAttempt() throws Exception {
        FakeContext call = shell("echo started; sleep 3; echo ended", Map.of());
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                agent(Duration.ZERO).invoke(call);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Awaitility.await().until(() -> call.log().contains("started"));
        worker.interrupt();
        worker.join();
        assertThat(mine(call)).hasSize(1);
        assertThat(agent(Duration.ofMinutes(5)).invoke(call).path("stdout").asText())
                .isEqualTo("started\nended");
    }

    @Test
    void aProgramThatTakesTooLongIsKilled() {
        FakeContext call = shell("while true; do sleep 1; done", Map.of("timeout", "1s"));
        refused(ProblemType.TIMEOUT, call);
        Awaitility.await().untilAsserted(() -> assertThat(mine(call)).noneMatch(ContainerInfo::running));
    }

    @Test
    void secretsAreGivenAndNeverGivenBack() throws Exception {
        FakeContext call = shell(
                        "echo \"it is $TOKEN\"; echo \"{\\\"t\\\": \\\"$TOKEN\\\"}\" > out.json",
                        Map.of("secrets", Map.of("TOKEN", "SHOP_TOKEN"), "outputFile", "out.json"))
                .withSecret("SHOP_TOKEN", "very-secret");
        JsonNode output = agent(Duration.ZERO).invoke(call);
        assertThat(output.path("stdout").asText()).isEqualTo("it is ***");
        assertThat(output.at("/outputs/t").asText()).isEqualTo("***");
        assertThat(call.log()).contains("it is ***").noneMatch(line -> line.contains("very-secret"));
    }

    @Test
    void onlyTheEndOfMuchOutputIsKept() throws Exception {
        JsonNode output = agent(Duration.ZERO)
                .invoke(shell(
                        "i=0; while [ $i -lt 3000 ]; do echo line-$i-xxxxxxxxxxxxxxxxxxxx; i=$((i+1)); done",
                        Map.of()));
        assertThat(output.path("stdout").asText())
                .hasSizeLessThanOrEqualTo(32 * 1024)
                .endsWith("line-2999-xxxxxxxxxxxxxxxxxxxx");
    }

    @Test
    void withoutANetworkThereIsOnlyLoopback() throws Exception {
        JsonNode output = agent(Duration.ZERO)
                .invoke(shell("for i in /sys/class/net/*; do echo ${i##*/}; done; cat /proc/net/route", Map.of()));
        assertThat(output.path("stdout").asText().lines()).contains("lo").noneMatch(line -> line.startsWith("eth"));
    }

    @Test
    void limitsHold() {
        refused(ProblemType.COMMAND_FAILED, shell("x=x; while true; do x=$x$x; done", Map.of("memoryMb", 16)));
        FakeContext many = shell("i=0; while [ $i -lt 40 ]; do sleep 5 & i=$((i+1)); done; wait", Map.of("pids", 20));
        refused(ProblemType.COMMAND_FAILED, many);
    }

    @Test
    void anOutputFileHoldsJsonAndIsAFile() throws Exception {
        refused(ProblemType.COMMAND_FAILED, shell("echo nonsense > out.json", Map.of("outputFile", "out.json")));
        FakeContext link = shell("ln -s /etc/hostname out.json", Map.of("outputFile", "out.json"));
        assertThat(agent(Duration.ZERO).invoke(link).path("outputs").isNull()).isTrue();
        FakeContext none = shell("true", Map.of("outputFile", "out.json"));
        assertThat(agent(Duration.ZERO).invoke(none).path("outputs").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../etc/passwd", "/etc/passwd", "a//b", "a b", "a\nb"})
    void filesStayBelowTheFolder(String path) {
        FakeContext call = shell("true", Map.of("files", Map.of(path, "x")));
        refused(ProblemType.INVALID, call);
        assertThat(mine(call)).isEmpty();
    }

    @Test
    void aProgramThatIsNotInTheImageIsTheAuthorsMistake() {
        refused(ProblemType.COMMAND_FAILED, call(Map.of("image", IMAGE, "entrypoint", List.of("/bin/nowhere"))));
    }

    @Test
    void whatADeadHubLeftIsRemovedADayLater() throws Exception {
        FakeContext call = shell("true", Map.of());
        agent(Duration.ofDays(1)).invoke(call);
        assertThat(mine(call)).hasSize(1);

        TaskContainers young = new TaskContainers(ENGINE, Duration.ZERO, InstantSource.system());
        young.removeForgotten();
        assertThat(mine(call)).hasSize(1);

        // A hub that has run for a while, two days later.
        java.util.concurrent.atomic.AtomicReference<Clock> clock =
                new java.util.concurrent.atomic.AtomicReference<>(Clock.systemUTC());
        TaskContainers old =
                new TaskContainers(ENGINE, Duration.ZERO, () -> clock.get().instant());
        clock.set(Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
        old.removeForgotten();
        assertThat(mine(call)).isEmpty();
    }

    private ContainerAgent agent(Duration linger) {
        return new ContainerAgent(
                ENGINE,
                new ImageBuilder(ENGINE, "none", BuildContext.Limits.DEFAULT),
                work,
                InstantSource.system(),
                linger);
    }

    private FakeContext shell(String script, Map<String, ?> more) {
        Map<String, Object> input = new LinkedHashMap<>(more);
        input.put("image", IMAGE);
        input.put("entrypoint", List.of("/bin/sh", "-c"));
        input.put("command", List.of(script));
        input.putIfAbsent("memoryMb", 32);
        return call(input);
    }

    private FakeContext call(Map<String, ?> input) {
        FakeContext call = FakeContext.of("container", "run", input);
        calls.put(call.call().key(), call);
        return call;
    }

    private static List<ContainerInfo> mine(FakeContext call) {
        return ENGINE.containers().list(Map.of(Labels.RUN, call.call().run().toString()));
    }

    private String failure(FakeContext call) {
        try {
            agent(Duration.ofMinutes(5)).invoke(call);
        } catch (ProblemException e) {
            assertThat(e.type()).isEqualTo(ProblemType.COMMAND_FAILED);
            return String.valueOf(e.evidence());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("It did not fail");
    }

    private void refused(ProblemType type, FakeContext call) {
        assertThatThrownBy(() -> agent(Duration.ZERO).invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
