package io.automationhub.workflows.flow;

import static io.automationhub.workflows.flow.FlowFixture.status;
import static io.automationhub.workflows.flow.FlowFixture.step;
import static io.automationhub.workflows.flow.StepStatus.CANCELED;
import static io.automationhub.workflows.flow.StepStatus.COMPENSATED;
import static io.automationhub.workflows.flow.StepStatus.FAILED;
import static io.automationhub.workflows.flow.StepStatus.SKIPPED;
import static io.automationhub.workflows.flow.StepStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compensation, cancellation, fail-fast. */
class FlowStopTest {

    private static final String BLOCKED = """
            name: p
            %s
            steps:
              - { id: a, uses: test/brief, compensate: { uses: test/long } }
              - { id: b, uses: test/long, needs: a, compensate: { uses: test/long } }
              - { id: c, uses: test/brief, needs: b }
              - { id: d, uses: test/brief, needs: c, if: always(), with: { s: '${{ run.status }}' } }
              - { id: e, uses: test/brief, needs: c, if: failure() }
              - { id: f, uses: test/brief, needs: c, if: canceled() }
            """;

    private final FlowFixture flow = new FlowFixture();

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void undoesInReverseOrderOfSuccess() {
        flow.capabilities.fails("d", ProblemType.UNHEALTHY);
        FlowState state = flow.run("""
                name: p
                mode: sequential
                steps:
                  - { id: a, uses: test/brief, with: { x: 1 }, compensate: { uses: test/long, with: { x: '${{ output.x }}', from: '${{ steps.d.error.type }}' } } }
                  - { id: b, uses: test/long, compensate: { uses: test/host } }
                  - { id: c, uses: test/brief }
                  - { id: d, uses: test/brief, compensate: { uses: test/brief } }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(status(state, "a")).isEqualTo(COMPENSATED);
        assertThat(status(state, "b")).isEqualTo(COMPENSATED);
        assertThat(status(state, "c")).isEqualTo(SUCCEEDED);
        assertThat(status(state, "d")).isEqualTo(FAILED);
        assertThat(flow.capabilities.keys()).containsExactly("a", "b", "c", "d", "a/compensate");
        assertThat(flow.onHost.keys()).containsExactly("b/compensate");
        assertThat(flow.capabilities.calls().getLast().input())
                .isEqualTo(FlowFixture.json("{ x: 1, from: unhealthy }"));
    }

    @Test
    void aFailedCompensationIsReportedAndTheRestGoOn() {
        flow.capabilities.fails("c", ProblemType.UNHEALTHY);
        flow.capabilities.onCompensate("b", (call, attempt) -> {
            throw new ProblemException(ProblemType.CONFLICT, "stuck");
        });
        FlowState state = flow.run("""
                name: p
                mode: sequential
                steps:
                  - { id: a, uses: test/brief, compensate: { uses: test/brief } }
                  - { id: b, uses: test/brief, compensate: { uses: test/brief, retry: { maxAttempts: 3, on: [caller] } } }
                  - { id: c, uses: test/brief }
                """);
        assertThat(status(state, "a")).isEqualTo(COMPENSATED);
        assertThat(status(state, "b")).isEqualTo(SUCCEEDED);
        assertThat(Objects.requireNonNull(step(state, "b").call()).compensation())
                .isNotNull()
                .satisfies(undo -> {
                    assertThat(undo.status()).isEqualTo(FAILED);
                    assertThat(undo.attempts()).isEqualTo(3);
                    assertThat(undo.error())
                            .isNotNull()
                            .satisfies(e -> assertThat(e.detail()).isEqualTo("stuck"));
                });
    }

    @Test
    void cancelReachesTheRunningStepAndUndoes() throws InterruptedException {
        CountDownLatch begun = flow.capabilities.blocks("b");
        var run = flow.start(BLOCKED.formatted(""), "{}");
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        flow.running(run).cancel(new CancelRequest("no longer wanted", false));
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(state.error()).isNotNull().satisfies(e -> {
            assertThat(e.type()).isEqualTo(ProblemType.CANCELED);
            assertThat(e.detail()).isEqualTo("no longer wanted");
        });
        assertThat(flow.capabilities.running()).isZero();
        assertThat(status(state, "a")).isEqualTo(COMPENSATED);
        assertThat(status(state, "b")).isEqualTo(CANCELED);
        assertThat(status(state, "c")).isEqualTo(CANCELED);
        assertThat(step(state, "d").output()).isEqualTo(FlowFixture.json("{ s: canceled }"));
        assertThat(status(state, "e")).isEqualTo(SKIPPED);
        assertThat(status(state, "f")).isEqualTo(SUCCEEDED);
        assertThat(flow.capabilities.keys()).last().isEqualTo("a/compensate");
    }

    @Test
    void cancelingTheTemporalWorkflowIsTheSame() throws InterruptedException {
        CountDownLatch begun = flow.capabilities.blocks("b");
        var run = flow.start(BLOCKED.formatted("compensateOnCancel: false"), "{}");
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        flow.untyped(run).cancel();
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(status(state, "a")).isEqualTo(SUCCEEDED);
        assertThat(status(state, "b")).isEqualTo(CANCELED);
        assertThat(status(state, "f")).isEqualTo(SUCCEEDED);
    }

    @Test
    void aStepThatSucceedsInSpiteOfTheCancelIsUndone() throws InterruptedException {
        CountDownLatch begun = flow.capabilities.blocks("b");
        FakeCapabilities.Behaviour blocked = flow.capabilities.behaviour("b");
        flow.capabilities.on("b", (call, attempt) -> {
            try {
                return blocked.answer(call, attempt);
            } catch (ActivityCompletionException e) {
                return call.input();
            }
        });
        var run = flow.start(BLOCKED.formatted(""), "{}");
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        flow.running(run).cancel(new CancelRequest("x", true));
        FlowState state = flow.await(run);
        assertThat(state.error())
                .isNotNull()
                .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.SUPERSEDED));
        assertThat(status(state, "b")).isEqualTo(COMPENSATED);
        assertThat(flow.capabilities.keys()).endsWith("b/compensate", "a/compensate");
    }

    @Test
    void cancelEndsAPauseBetweenAttempts() {
        flow.capabilities.fails("b", ProblemType.UPSTREAM_FAILED);
        var run = flow.start("""
                name: p
                steps: [ { id: b, uses: test/brief, retry: { maxAttempts: 3, initialInterval: 30d, maxInterval: 30d } } ]
                """, "{}");
        flow.sleep(Duration.ofHours(1));
        flow.running(run).cancel(new CancelRequest("x", false));
        FlowState state = flow.await(run);
        assertThat(status(state, "b")).isEqualTo(CANCELED);
        assertThat(Duration.between(state.startedAt(), state.endedAt())).isLessThan(Duration.ofHours(2));
    }

    @Test
    void failFastStopsWhatRunsAndBeginsNothing() {
        flow.capabilities.blocks("a");
        flow.capabilities.fails("x", ProblemType.BUILD_FAILED);
        FlowState state = flow.run("""
                name: p
                failFast: true
                steps:
                  - { id: a, uses: test/long }
                  - { id: b, uses: test/brief, needs: a }
                  - { id: x, uses: test/long }
                  - { id: last, uses: test/brief, needs: [b, x], if: always(), with: { s: '${{ run.status }}' } }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(state.error())
                .isNotNull()
                .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.BUILD_FAILED));
        assertThat(status(state, "a")).isEqualTo(CANCELED);
        assertThat(status(state, "b")).isEqualTo(CANCELED);
        assertThat(step(state, "last").output()).isEqualTo(FlowFixture.json("{ s: failed }"));
    }

    @Test
    void withoutFailFastWhatRunsGoesOn() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        flow.capabilities.on("a", (call, attempt) -> {
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            return call.input();
        });
        flow.capabilities.on("x", (call, attempt) -> {
            failed.countDown();
            throw new ProblemException(ProblemType.BUILD_FAILED, "x");
        });
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: test/long, compensate: { uses: test/brief } }, { id: x, uses: test/long } ]
                """);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(status(state, "a")).isEqualTo(COMPENSATED);
    }
}
