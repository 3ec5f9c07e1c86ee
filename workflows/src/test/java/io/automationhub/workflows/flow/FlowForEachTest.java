package io.automationhub.workflows.flow;

import static io.automationhub.workflows.flow.FlowFixture.json;
import static io.automationhub.workflows.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One call per item. */
class FlowForEachTest {

    private final FlowFixture flow = new FlowFixture();

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void outputsComeInItemOrder() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: test/long, forEach: { items: '${{ inputs.hosts }}', maxParallel: 3 }, with: { h: '${{ item }}', i: '${{ index }}' } }
                  - { id: b, uses: test/brief, needs: a, with: { all: '${{ steps.a.output.map(o, o.h) }}' } }
                """, "{ hosts: [u, v, w, x, y, z] }");
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(step(state, "b").output()).isEqualTo(json("{ all: [u, v, w, x, y, z] }"));
        assertThat(flow.capabilities.keys()).contains("a/0", "a/5").hasSize(7);
        assertThat(flow.capabilities.mostRunning()).isLessThanOrEqualTo(3);
        assertThat(items(state))
                .hasSize(6)
                .allSatisfy(i -> assertThat(i.status()).isEqualTo(StepStatus.SUCCEEDED));
    }

    @Test
    void noItemsIsAnEmptyList() {
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: test/long, forEach: { items: '${{ inputs.absent }}' } } ]
                """);
        assertThat(step(state, "a").output()).isEqualTo(json("[]"));
    }

    @Test
    void whatIsNoListFailsTheStep() {
        FlowState state = flow.run(
                "name: p\nsteps: [ { id: a, uses: test/long, forEach: { items: '${{ inputs.x }}' } } ]", "{ x: 3 }");
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
    }

    @Test
    void toleratedFailuresLeaveNull() {
        failsAt(1);
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: test/brief, forEach: { items: [p, q, r], maxFailures: 1 }, with: { v: '${{ item }}' } } ]
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(step(state, "a").output()).isEqualTo(json("[ { v: p }, null, { v: r } ]"));
    }

    @Test
    void spentFailuresStopTheRestAndUndoWhatWasDone() {
        failsAt(2);
        FlowState state = flow.run("""
                name: p
                steps:
                  - id: a
                    uses: test/brief
                    forEach: { items: [p, q, r, s], maxParallel: 1 }
                    with: { v: '${{ item }}' }
                    compensate: { uses: test/long, with: { undo: '${{ item }}', got: '${{ output.v }}' } }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(step(state, "a").error())
                .satisfies(e -> assertThat(e.detail()).startsWith("Item 2: "));
        assertThat(items(state))
                .extracting(CallState::status)
                .containsExactly(StepStatus.COMPENSATED, StepStatus.COMPENSATED, StepStatus.FAILED, StepStatus.SKIPPED);
        assertThat(flow.capabilities.keys()).containsExactly("a/0", "a/1", "a/2", "a/1/compensate", "a/0/compensate");
        assertThat(flow.capabilities.calls().getLast().input()).isEqualTo(json("{ undo: p, got: p }"));
    }

    @Test
    void retriesArePerItem() {
        flow.capabilities.failsTimes("a", 1, ProblemType.UPSTREAM_FAILED);
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: test/brief, forEach: { items: [1, 2, 3] }, retry: { maxAttempts: 2 } } ]
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(items(state))
                .allSatisfy(item -> assertThat(item.attemptCount()).isEqualTo(2));
    }

    private void failsAt(int index) {
        flow.capabilities.on("a", (call, attempt) -> {
            if (call.key().endsWith("/" + index)) {
                throw new ProblemException(ProblemType.UNHEALTHY, "no");
            }
            return call.input();
        });
    }

    private static List<CallState> items(FlowState state) {
        return Objects.requireNonNull(step(state, "a").items());
    }
}
