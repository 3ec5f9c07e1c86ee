package io.automationhub.workflows.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that share the places of a group. */
class ConcurrencyTest {

    private static final String WORKFLOW = """
            name: p
            concurrency: { group: 'env-${{ inputs.env }}', limit: 1, onConflict: %s }
            steps:
              - { id: a, uses: test/long, if: inputs.block == true }
              - { id: b, uses: test/brief }
            """;

    private final FlowFixture flow = new FlowFixture(
            new FlowSettings(2_000, 8_000, Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(2)));

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void aRunWithoutRivalRunsAndTheGroupGoesAway() {
        FlowState state = flow.run(WORKFLOW.formatted("queue"), "{ env: x }");
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        groupEnds("env-x");
    }

    @Test
    void theSecondWaitsItsTurn() throws InterruptedException {
        RunId first = blocked("queue");
        RunId second = flow.start(WORKFLOW.formatted("queue"), "{ env: x }");
        RunId other = flow.start(WORKFLOW.formatted("queue"), "{ env: y }");
        assertThat(flow.await(other).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(flow.running(second).state().status()).isEqualTo(RunStatus.QUEUED);
        flow.running(first).cancel(new CancelRequest("make way", false));
        assertThat(flow.await(second).status()).isEqualTo(RunStatus.SUCCEEDED);
        groupEnds("env-x");
    }

    @Test
    void aNewerRunSupersedesWhatRunsAndWhatWaits() throws InterruptedException {
        RunId first = blocked("supersede");
        RunId second = flow.start(WORKFLOW.formatted("queue"), "{ env: x }");
        waits(second);
        RunId third = flow.start(WORKFLOW.formatted("supersede"), "{ env: x }");
        for (RunId old : new RunId[] {first, second}) {
            FlowState state = flow.await(old);
            assertThat(state.status()).isEqualTo(RunStatus.CANCELED);
            assertThat(state.error())
                    .isNotNull()
                    .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.SUPERSEDED));
        }
        FlowState state = flow.await(third);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        FlowState before = flow.await(first);
        assertThat(state.startedAt()).isAfterOrEqualTo(before.endedAt());
    }

    @Test
    void aRunThatDoesNotWaitIsRefused() throws InterruptedException {
        RunId first = blocked("queue");
        FlowState refused = flow.run(WORKFLOW.formatted("reject"), "{ env: x }");
        assertThat(refused.status()).isEqualTo(RunStatus.FAILED);
        assertThat(refused.error())
                .isNotNull()
                .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
        flow.running(first).cancel(new CancelRequest("x", false));
        assertThat(flow.await(first).status()).isEqualTo(RunStatus.CANCELED);
    }

    @Test
    void aQueuedRunCanBeCanceled() throws InterruptedException {
        RunId first = blocked("queue");
        RunId second = flow.start(WORKFLOW.formatted("queue"), "{ env: x }");
        waits(second);
        flow.running(second).cancel(new CancelRequest("x", false));
        FlowState state = flow.await(second);
        assertThat(state.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(state.startedAt()).isNull();
        flow.running(first).cancel(new CancelRequest("x", false));
        flow.await(first);
        groupEnds("env-x");
    }

    @Test
    void aTerminatedHolderGivesItsPlaceUp() throws InterruptedException {
        RunId first = blocked("queue");
        RunId second = flow.start(WORKFLOW.formatted("queue"), "{ env: x }");
        waits(second);
        flow.untyped(first).terminate("gone");
        flow.capabilities.on("a", (call, attempt) -> call.input());
        assertThat(flow.await(second).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    private RunId blocked(String onConflict) throws InterruptedException {
        CountDownLatch begun = flow.capabilities.blocks("a");
        RunId run = flow.start(WORKFLOW.formatted(onConflict), "{ env: x, block: true }");
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        return run;
    }

    private void waits(RunId run) {
        String self = FlowWorkflow.workflowId(run);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(group("env-x").group().waiting())
                        .extracting(ConcurrencyWorkflow.Request::workflowId)
                        .contains(self));
    }

    private ConcurrencyWorkflow group(String name) {
        return flow.client()
                .newWorkflowStub(
                        ConcurrencyWorkflow.class, ConcurrencyWorkflow.workflowId(FlowFixture.ORGANIZATION, name));
    }

    private void groupEnds(String name) {
        String id = ConcurrencyWorkflow.workflowId(FlowFixture.ORGANIZATION, name);
        ConcurrencyActivities activities = new ClientConcurrencyActivities(flow.client());
        await().atMost(Duration.ofSeconds(20)).until(() -> !activities.isOpen(id));
    }
}
