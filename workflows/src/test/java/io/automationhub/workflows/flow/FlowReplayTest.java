package io.automationhub.workflows.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays histories of runs made by this and earlier versions: a change that would break runs under way fails here.
 * Record those that are missing with {@code scripts/mvn -pl workflows test -Dtest=FlowReplayTest -Dhistories.record=true};
 * recorded ones are never written again.
 */
class FlowReplayTest {

    private static final Path HISTORIES = Path.of("src/test/resources/histories/Flow");

    static Stream<String> scenarios() {
        return Scenarios.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void replays(String scenario) throws Exception {
        try (TestWorkflowEnvironment environment = environment()) {
            RecordingRuns heard = new RecordingRuns();
            WorkflowReplayer.replayWorkflowExecutionFromResource(
                    "histories/Flow/" + scenario + ".json", worker(environment, heard));
            assertThat(heard.changes()).as("what was told before").isEmpty();
        }
    }

    /** What the replays above would catch. */
    @Test
    void anotherOrderOfWorkIsNoticed() throws IOException {
        String history = Files.readString(HISTORIES.resolve("sequential.json"));
        assertThat(history).contains("Capability.Invoke");
        try (TestWorkflowEnvironment environment = environment()) {
            Worker worker = worker(environment, RunWatcher.NONE);
            assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(
                            io.temporal.common.WorkflowExecutionHistory.fromJson(
                                    history.replace("Capability.Invoke", "Capability.Other")),
                            worker))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "histories.record", matches = "true")
    void record() throws Exception {
        Files.createDirectories(HISTORIES);
        for (var scenario : Scenarios.all().entrySet()) {
            Path file = HISTORIES.resolve(scenario.getKey() + ".json");
            if (!Files.exists(file)) {
                try (FlowFixture flow = new FlowFixture()) {
                    String id = FlowWorkflow.workflowId(scenario.getValue().play(flow));
                    Files.writeString(file, flow.client().fetchHistory(id).toJson(true) + "\n");
                }
            }
        }
    }

    private static TestWorkflowEnvironment environment() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(FlowDataConverter.plain())
                        .build())
                .build());
    }

    private static Worker worker(TestWorkflowEnvironment environment, RunWatcher watcher) {
        Worker worker = environment.newWorker("flow", FlowWorker.options().build());
        FlowWorker.register(worker, environment.getWorkflowClient(), watcher);
        return worker;
    }
}
