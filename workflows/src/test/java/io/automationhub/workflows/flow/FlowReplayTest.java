package io.automationhub.workflows.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
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

    /** Made since changes are told outside of histories; a version that makes others gets a folder of its own. */
    private static final Path NEWEST = HISTORIES.resolve("changes-outside-history");

    /** Every history there is: of each scenario one by the newest version, and those of versions before it. */
    static Stream<Path> histories() throws IOException {
        try (Stream<Path> files = Files.walk(HISTORIES)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @Test
    void everyScenarioIsRecorded() {
        assertThat(Scenarios.all().keySet())
                .allSatisfy(scenario ->
                        assertThat(NEWEST.resolve(scenario + ".json")).exists());
    }

    @ParameterizedTest
    @MethodSource("histories")
    void replays(Path history) throws Exception {
        try (TestWorkflowEnvironment environment = environment()) {
            RecordingRuns heard = new RecordingRuns();
            WorkflowReplayer.replayWorkflowExecution(
                    WorkflowExecutionHistory.fromJson(Files.readString(history)), worker(environment, heard));
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
                            WorkflowExecutionHistory.fromJson(history.replace("Capability.Invoke", "Capability.Other")),
                            worker))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "histories.record", matches = "true")
    void record() throws Exception {
        Files.createDirectories(NEWEST);
        for (var scenario : Scenarios.all().entrySet()) {
            Path file = NEWEST.resolve(scenario.getKey() + ".json");
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
