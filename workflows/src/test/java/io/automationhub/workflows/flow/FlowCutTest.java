package io.automationhub.workflows.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs whose history is cut over and over: nothing is lost and nothing is done twice. */
class FlowCutTest {

    private final FlowFixture flow = new FlowFixture(
            new FlowSettings(20, 40, Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(30)));

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void aLongRunContinuesAsNew() {
        flow.capabilities.failsTimes("last", 3, ProblemType.UPSTREAM_FAILED);
        flow.capabilities.fails("end", ProblemType.BUILD_FAILED);
        RunId run = flow.start("""
                name: p
                concurrency: { group: g }
                timeout: 2d
                mode: sequential
                steps:
                  - { id: first, uses: test/long, with: { x: 1 }, compensate: { uses: test/long, with: { x: '${{ output.x }}' } } }
                  - { id: each, uses: test/long, forEach: { items: '${{ inputs.items }}', maxParallel: 4 }, with: { v: '${{ item }}' },
                      compensate: { uses: test/long, with: { v: '${{ item }}' } } }
                  - { id: poll, uses: test/long, repeat: { until: 'turn == 12', every: 10s } }
                  - { id: last, uses: test/long, retry: { maxAttempts: 4, initialInterval: 1h }, with: { n: '${{ steps.each.output.size() }}' } }
                  - { id: end, uses: test/long }
                """, "{ items: " + IntStream.range(0, 30).boxed().toList() + " }");
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(flow.capabilities.keys().stream().filter(key -> !key.equals("last")))
                .doesNotHaveDuplicates()
                .hasSize(1 + 30 + 12 + 1 + 31);
        assertThat(flow.capabilities.keys()).endsWith("first/compensate");
        assertThat(FlowFixture.status(state, "first")).isEqualTo(StepStatus.COMPENSATED);
        assertThat(FlowFixture.status(state, "each")).isEqualTo(StepStatus.COMPENSATED);
        assertThat(FlowFixture.step(state, "last")).satisfies(last -> {
            assertThat(last.output()).isEqualTo(FlowFixture.json("{ n: 30 }"));
            assertThat(Objects.requireNonNull(last.call()).attemptCount()).isEqualTo(4);
        });
        String latest = flow.untyped(run).describe().getExecution().getRunId();
        assertThat(latest).isNotEqualTo(flow.untyped(run).describe().getFirstRunId());
        assertThat(flow.client()
                        .fetchHistory(FlowWorkflow.workflowId(run))
                        .getEvents()
                        .size())
                .isLessThan(80);
        assertThat(flow.runs.started()).hasSize(1);
    }

    @Test
    void whatWaitsIsCarriedOverAndWaitsNoLonger() {
        RunId run = flow.start("""
                name: p
                steps:
                  - { id: wait, uses: flow/wait, with: { duration: 10h } }
                  - { id: poll, uses: test/long, repeat: { until: 'turn == 40', every: 1m } }
                """, "{}");
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(flow.untyped(run).describe().getExecution().getRunId())
                .as("it was cut")
                .isNotEqualTo(flow.untyped(run).describe().getFirstRunId());
        StepState wait = FlowFixture.step(state, "wait");
        assertThat(Duration.between(Objects.requireNonNull(wait.startedAt()), Objects.requireNonNull(wait.endedAt())))
                .isBetween(Duration.ofHours(10), Duration.ofHours(10).plusMinutes(5));
        assertThat(Objects.requireNonNull(wait.call()).attemptCount()).isEqualTo(1);
    }
}
