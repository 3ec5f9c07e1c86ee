package io.automationhub.workflows.flow;

import static io.automationhub.workflows.flow.FlowFixture.json;
import static io.automationhub.workflows.flow.FlowFixture.status;
import static io.automationhub.workflows.flow.FlowFixture.step;
import static io.automationhub.workflows.flow.StepStatus.FAILED;
import static io.automationhub.workflows.flow.StepStatus.SKIPPED;
import static io.automationhub.workflows.flow.StepStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.problem.ProblemType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readiness, skips, {@code if}, error handlers, outputs. */
class FlowGraphTest {

    private final FlowFixture flow = new FlowFixture();

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void runsStepsInOrderAndYieldsOutputs() {
        FlowState state = flow.run("""
                name: p
                mode: sequential
                steps:
                  - { id: a, uses: test/brief, with: { n: '${{ inputs.n }}', text: 'x${{ inputs.n }}' } }
                  - { id: b, uses: test/long, with: { n: '${{ steps.a.output.n + 1 }}', region: '${{ vars.region }}' } }
                  - { id: c, uses: test/host, with: { run: '${{ run.id }}', status: '${{ run.status }}' } }
                outputs: { n: '${{ steps.b.output.n }}', c: '${{ steps.c.output.status }}' }
                """, "{ n: 4 }");
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(state.outputs()).isEqualTo(json("{ n: 5, c: succeeded }"));
        assertThat(step(state, "a").output()).isEqualTo(json("{ n: 4, text: x4 }"));
        assertThat(step(state, "b").call())
                .satisfies(call -> assertThat(call.input()).isEqualTo(json("{ n: 5, region: eu }")));
        assertThat(flow.capabilities.keys()).containsExactly("a", "b");
        assertThat(flow.onHost.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.host()).isEqualTo(flow.host()));
        assertThat(flow.runs.started()).hasSize(1);
        assertThat(flow.runs.finished()).hasSize(1);
        assertThat(flow.runs.changes())
                .extracting(change -> change.steps().getFirst().id() + " "
                        + change.steps().getFirst().status())
                .containsSubsequence(
                        "a RUNNING", "a SUCCEEDED", "b RUNNING", "b SUCCEEDED", "c RUNNING", "c SUCCEEDED");
    }

    @Test
    void stepsWithoutNeedsRunTogether() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        for (String id : new String[] {"a", "b"}) {
            flow.capabilities.on(id, (call, attempt) -> {
                both.countDown();
                assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
                return call.input();
            });
        }
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: test/long }
                  - { id: b, uses: test/long }
                  - { id: c, uses: test/brief, needs: [a, b] }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(flow.capabilities.keys()).last().isEqualTo("c");
    }

    @Test
    void skipsPropagateAndReadAsNull() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: test/brief, if: 'inputs.go == true' }
                  - { id: b, uses: test/brief, needs: a }
                  - { id: c, uses: test/brief, needs: b, if: always(), with: { x: '${{ steps.a.output.deep.er }}', y: 'v${{ steps.b.output }}' } }
                  - { id: d, uses: test/brief, needs: c }
                outputs: { a: '${{ steps.a.output.x }}' }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(status(state, "a")).isEqualTo(SKIPPED);
        assertThat(status(state, "b")).isEqualTo(SKIPPED);
        assertThat(step(state, "c").output()).isEqualTo(json("{ x: null, y: v }"));
        assertThat(status(state, "d")).isEqualTo(SUCCEEDED);
        assertThat(state.outputs()).isEqualTo(json("{ a: null }"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ok | success() | SUCCEEDED",
                "ok | failure() | SKIPPED",
                "ok | always() | SUCCEEDED",
                "ok | canceled() | SKIPPED",
                "ok | true | SUCCEEDED",
                "ok | false | SKIPPED",
                "bad | success() | SKIPPED",
                "bad | failure() | SUCCEEDED",
                "bad | always() | SUCCEEDED",
                "bad | true | SKIPPED",
                "bad | steps.before.status == 'skipped' | SKIPPED",
                "bad | always() && steps.before.status == 'skipped' | SUCCEEDED",
                "bad | steps.root.error.type == 'build_failed' && failure() | SUCCEEDED",
            })
    void conditionsBehaveAsKnown(String root, String condition, String expected) {
        if (root.equals("bad")) {
            flow.capabilities.fails("root", ProblemType.BUILD_FAILED);
        }
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: root, uses: test/brief }
                  - { id: before, uses: test/brief, needs: root }
                  - { id: step, uses: test/brief, needs: before, if: "%s" }
                """.formatted(condition));
        assertThat(status(state, "step")).isEqualTo(StepStatus.valueOf(expected));
        assertThat(state.status()).isEqualTo(root.equals("ok") ? RunStatus.SUCCEEDED : RunStatus.FAILED);
    }

    @Test
    void conditionalModeGoesOnAfterASkip() {
        FlowState state = flow.run("""
                name: p
                mode: conditional
                steps:
                  - { id: a, uses: test/brief, if: 'inputs.x == 1' }
                  - { id: b, uses: test/brief, if: 'inputs.x == 2' }
                  - { id: c, uses: test/brief }
                """, "{ x: 2 }");
        assertThat(status(state, "a")).isEqualTo(SKIPPED);
        assertThat(status(state, "b")).isEqualTo(SUCCEEDED);
        assertThat(status(state, "c")).isEqualTo(SUCCEEDED);
    }

    @Test
    void anUnhandledFailureFailsTheRunAndOtherBranchesGoOn() {
        flow.capabilities.fails("a", ProblemType.BUILD_FAILED);
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: test/brief }
                  - { id: b, uses: test/brief, needs: a }
                  - { id: c, uses: test/brief }
                  - { id: d, uses: test/brief, needs: c }
                outputs: { never: '${{ steps.d.output }}' }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(state.outputs()).isNull();
        assertThat(state.error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.BUILD_FAILED));
        assertThat(step(state, "a").error())
                .satisfies(e -> assertThat(e.detail()).isEqualTo("a failed"));
        assertThat(status(state, "b")).isEqualTo(SKIPPED);
        assertThat(status(state, "d")).isEqualTo(SUCCEEDED);
    }

    @Test
    void aHandledFailureCountsAsSuccess() {
        flow.capabilities.fails("a", ProblemType.BUILD_FAILED);
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: test/brief, onError: { continue: true } }
                  - { id: b, uses: test/brief, needs: a, with: { e: '${{ steps.a.error.type }}', s: '${{ steps.a.status }}', o: '${{ steps.a.output.x }}' } }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(step(state, "a")).satisfies(a -> {
            assertThat(a.status()).isEqualTo(FAILED);
            assertThat(a.handled()).isTrue();
        });
        assertThat(step(state, "b").output()).isEqualTo(json("{ e: build_failed, s: failed, o: null }"));
    }

    @Test
    void handlersRunInsteadAndTheirOutputTakesThePlace() {
        flow.capabilities.fails("a", ProblemType.BUILD_FAILED);
        String definition = """
                name: p
                steps:
                  - id: a
                    uses: test/brief
                    onError:
                      mode: sequential
                      steps:
                        - { id: h1, uses: test/brief, with: { why: '${{ steps.a.error.detail }}' } }
                        - { id: h2, uses: test/long, with: { from: '${{ steps.h1.output.why }}' } }
                  - { id: b, uses: test/brief, needs: a, with: { got: '${{ steps.a.output.from }}' } }
                """;
        FlowState state = flow.run(definition);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(step(state, "b").output()).isEqualTo(json("{ got: a failed }"));

        flow.capabilities.fails("h2", ProblemType.UPSTREAM_FAILED);
        FlowState failed = flow.run(definition);
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(step(failed, "a").handled()).isFalse();
        assertThat(status(failed, "b")).isEqualTo(SKIPPED);

        flow.capabilities.on("a", (call, attempt) -> call.input());
        FlowState fine = flow.run(definition);
        assertThat(fine.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(status(fine, "h1")).isEqualTo(SKIPPED);
        assertThat(status(fine, "h2")).isEqualTo(SKIPPED);
    }

    @Test
    void anExpressionThatFailsFailsItsStep() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: test/brief, with: { x: '${{ inputs.n + 1 }}' } }
                  - { id: b, uses: test/brief, if: "inputs.n == 'x' || inputs.m > 3" }
                """, "{ n: text, m: text }");
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
        assertThat(step(state, "b").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
        assertThat(flow.capabilities.calls()).isEmpty();
    }

    @Test
    void anOutputThatFailsFailsTheRun() {
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: test/brief } ]
                outputs: { x: '${{ inputs.n + 1 }}' }
                """, "{ n: text }");
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(status(state, "a")).isEqualTo(SUCCEEDED);
    }
}
