package io.automationhub.workflows.flow;

import static io.automationhub.workflows.flow.FlowFixture.json;
import static io.automationhub.workflows.flow.FlowFixture.status;
import static io.automationhub.workflows.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that wait for what comes from outside of their run. */
class InnerWaitsTest {

    private static final String EVENT = """
            name: p
            steps:
              - { id: a, uses: flow/wait, with: { event: { topic: order.paid }, timeout: 1h } }
              - { id: b, uses: test/brief, needs: a, with: { v: '${{ steps.a.output.event.data.n }}' } }
            """;
    private static final String PAID = "{ event: { topic: order.paid, data: { n: 7 } } }";

    private static final String APPROVAL = """
            name: p
            steps:
              - { id: a, uses: flow/approval, with: { by: { roles: [admin] }, expires: { after: 2h } } }
              - { id: b, uses: test/brief, needs: a, if: steps.a.output.form.canary }
            """;

    private final FlowFixture flow = new FlowFixture();

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void anEventEndsTheWaitAndIsItsOutput() {
        RunId run = flow.start(EVENT, "{}");
        flow.waits.comes(flow, run, "a", PAID);
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        JsonNode output = Objects.requireNonNull(step(state, "a").output());
        assertThat(output.path("event").path("data").path("n").asInt()).isEqualTo(7);
        assertThat(output.path("waitedMs").isIntegralNumber()).isTrue();
        assertThat(step(state, "b").output()).isEqualTo(json("{ v: 7 }"));
        assertThat(flow.waits.closed()).isEmpty();
    }

    @Test
    void theRunIsShownAsWaiting() {
        RunId run = flow.start(EVENT, "{}");
        WaitActivities.Wait wait = flow.waits.opened("a");
        assertThat(flow.running(run).state().status()).isEqualTo(RunStatus.WAITING);
        assertThat(wait.call().input().path("event").path("topic").asText()).isEqualTo("order.paid");
        assertThat(Duration.between(wait.since(), wait.until())).isEqualTo(Duration.ofHours(1));
        flow.waits.comes(flow, run, "a", PAID);
        flow.await(run);
    }

    @Test
    void whatCameBeforeEndsTheWaitAtOnce() {
        flow.waits.comesUnheard("a", PAID);
        FlowState state = flow.run(EVENT);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void nothingInTimeFailsTheStep() {
        FlowState state = flow.run(EVENT);
        assertThat(step(state, "a").error()).satisfies(e -> {
            assertThat(e.type()).isEqualTo(ProblemType.TIMEOUT);
            assertThat(e.detail()).isEqualTo("Nothing came within 1h");
        });
        assertThat(flow.waits.closed()).containsExactly("a");
    }

    @Test
    void whatCameAtTheLastMomentCounts() {
        RunId run = flow.start(EVENT, "{}");
        flow.waits.opened("a");
        flow.waits.comesUnheard("a", PAID);
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(flow.waits.closed()).containsExactly("a");
    }

    @Test
    void aStepsOwnTimeoutEndsAWaitWithoutLimit() {
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: flow/wait, with: { callback: {} }, timeout: 3h } ]
                """);
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.TIMEOUT));
        assertThat(flow.waits.closed()).containsExactly("a");
    }

    @Test
    void aCancelEndsTheWaitAndClosesIt() {
        RunId run = flow.start(EVENT, "{}");
        flow.waits.opened("a");
        flow.running(run).cancel(new CancelRequest("enough", false));
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(status(state, "a")).isEqualTo(StepStatus.CANCELED);
        assertThat(flow.waits.closed()).containsExactly("a");
    }

    @Test
    void aCallbackForEachItemIsItsOwn() {
        RunId run = flow.start("""
                name: p
                steps: [ { id: a, uses: flow/wait, forEach: { items: [x, y], maxParallel: 2 }, with: { callback: {} } } ]
                """, "{}");
        flow.waits.comes(flow, run, "a/1", "{ body: second }");
        flow.waits.comes(flow, run, "a/0", "{ body: first }");
        FlowState state = flow.await(run);
        assertThat(Objects.requireNonNull(step(state, "a").output()).findValuesAsText("body"))
                .containsExactly("first", "second");
    }

    @Test
    void anApprovalPassesOnItsForm() {
        RunId run = flow.start(APPROVAL, "{}");
        flow.waits.comes(flow, run, "a", "{ decision: approve, by: x, form: { canary: true } }");
        FlowState state = flow.await(run);
        assertThat(status(state, "b")).isEqualTo(StepStatus.SUCCEEDED);
    }

    @Test
    void aRefusalFailsTheStep() {
        RunId run = flow.start(APPROVAL, "{}");
        flow.waits.comes(flow, run, "a", "{ decision: reject, by: 'api-key:1', comment: not today }");
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(step(state, "a").error()).satisfies(e -> {
            assertThat(e.type()).isEqualTo(ProblemType.REJECTED);
            assertThat(e.detail()).isEqualTo("api-key:1 refused it");
            assertThat(e.evidence()).isEqualTo(json("{ decision: reject, by: 'api-key:1', comment: not today }"));
        });
    }

    @Test
    void aRefusalMayBeAnOutput() {
        RunId run = flow.start("""
                name: p
                steps:
                  - { id: a, uses: flow/approval, with: { onReject: continue } }
                  - { id: no, uses: test/brief, needs: a, if: "steps.a.output.decision == 'reject'" }
                """, "{}");
        flow.waits.comes(flow, run, "a", "{ decision: reject, by: x }");
        assertThat(status(flow.await(run), "no")).isEqualTo(StepStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"reject, REJECTED, Nobody approved it in time", "fail, TIMEOUT, Nobody decided within 2h"})
    void nobodyDecides(String then, ProblemType type, String detail) {
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: flow/approval, with: { expires: { after: 2h, then: %s } } } ]
                """.formatted(then));
        assertThat(step(state, "a").error()).satisfies(e -> {
            assertThat(e.type()).isEqualTo(type);
            assertThat(e.detail()).isEqualTo(detail);
        });
    }

    @Test
    void aCalledWorkflowsOutputIsTheSteps() {
        RunId run = flow.start("""
                name: p
                steps: [ { id: a, uses: flow/call, with: { workflow: other, input: { n: 1 } } } ]
                outputs: { x: '${{ steps.a.output.output.x }}' }
                """, "{}");
        flow.waits.comes(flow, run, "a", "{ run: r, status: succeeded, output: { x: 5 } }");
        assertThat(flow.await(run).outputs()).isEqualTo(json("{ x: 5 }"));
    }

    @Test
    void aCalledWorkflowsFailureIsTheSteps() {
        RunId run = flow.start("""
                name: p
                steps: [ { id: a, uses: flow/call, with: { workflow: other } } ]
                """, "{}");
        flow.waits.comes(flow, run, "a", "{ run: r, status: failed, error: { code: upstream, detail: it broke } }");
        assertThat(step(flow.await(run), "a").error()).satisfies(e -> {
            assertThat(e.type()).isEqualTo(ProblemType.FAILED);
            assertThat(e.detail()).isEqualTo("The workflow 'other' failed: it broke");
        });
    }

    @Test
    void aCalledWorkflowThatDoesNotExistFailsTheStep() {
        flow.waits.refuses("a", ProblemException.notFound("workflow", "other"));
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: flow/call, with: { workflow: other } } ]
                """);
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    @Test
    void aCancelWaitsForTheEndOfACalledWorkflow() {
        RunId run = flow.start("""
                name: p
                steps: [ { id: a, uses: flow/call, with: { workflow: other } } ]
                """, "{}");
        flow.waits.opened("a");
        flow.running(run).cancel(new CancelRequest("enough", false));
        await().until(() -> flow.waits.closed().contains("a"));
        assertThat(flow.running(run).state().status()).isEqualTo(RunStatus.WAITING);
        flow.running(run).arrived(new Arrival(run + "/a", json("{ run: r, status: canceled }")));
        assertThat(flow.await(run).status()).isEqualTo(RunStatus.CANCELED);
    }

    @Test
    void aPausedRunBeginsNothingUntilItIsResumed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        flow.capabilities.on("a", (call, attempt) -> {
            begun.countDown();
            goOn.await();
            return call.input();
        });
        RunId run = flow.start("""
                name: p
                mode: sequential
                steps:
                  - { id: a, uses: test/long }
                  - { id: b, uses: test/brief }
                """, "{}");
        begun.await();
        flow.running(run).pause();
        assertThat(flow.running(run).state().status()).isEqualTo(RunStatus.PAUSED);
        goOn.countDown();
        await().until(() -> status(flow.running(run).state(), "a") == StepStatus.SUCCEEDED);
        assertThat(status(flow.running(run).state(), "b")).isEqualTo(StepStatus.PENDING);
        flow.running(run).resume();
        assertThat(flow.await(run).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(flow.runs.changes()).extracting(RunWatcher.RunChange::status).contains(RunStatus.PAUSED);
    }

    @Test
    void aPausedRunBeginsNoFurtherItem() {
        RunId run = flow.start("""
                name: p
                steps:
                  - { id: gate, uses: flow/wait, with: { callback: {} } }
                  - { id: a, uses: flow/wait, forEach: { items: [x, y], maxParallel: 1 }, with: { callback: {} } }
                """, "{}");
        flow.waits.opened("a/0");
        flow.running(run).pause();
        flow.waits.comes(flow, run, "a/0", "{ body: 1 }");
        flow.waits.comes(flow, run, "gate", "{ body: 1 }");
        await().until(() -> status(flow.running(run).state(), "gate") == StepStatus.SUCCEEDED);
        assertThat(step(flow.running(run).state(), "a").items())
                .satisfies(items -> assertThat(items)
                        .extracting(CallState::status)
                        .containsExactly(StepStatus.SUCCEEDED, StepStatus.PENDING));
        flow.running(run).resume();
        flow.waits.comes(flow, run, "a/1", "{ body: 1 }");
        assertThat(flow.await(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void aPausedRunCanBeCanceled() {
        RunId run = flow.start("""
                name: p
                mode: sequential
                steps:
                  - { id: a, uses: test/brief, compensate: { uses: test/brief } }
                  - { id: b, uses: flow/wait, with: { callback: {} } }
                  - { id: c, uses: test/brief }
                """, "{}");
        flow.waits.opened("b");
        flow.running(run).pause();
        flow.running(run).cancel(new CancelRequest("enough", false));
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(status(state, "a")).isEqualTo(StepStatus.COMPENSATED);
    }

    @Test
    void aWaitAndAPauseSurviveTheCutOfTheHistory() {
        try (FlowFixture cut = new FlowFixture(
                new FlowSettings(20, 40, Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(30)))) {
            RunId run =
                    cut.start("""
                    name: p
                    steps:
                      - { id: w, uses: flow/wait, with: { callback: {} } }
                      - { id: many, uses: test/long, forEach: { items: '${{ inputs.items }}', maxParallel: 1 } }
                      - { id: last, uses: flow/wait, needs: many, with: { callback: {} } }
                    """, "{ items: " + IntStream.range(0, 30).boxed().toList() + " }");
            cut.waits.opened("w");
            String first = cut.untyped(run).describe().getFirstRunId();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !cut.untyped(run)
                            .describe()
                            .getExecution()
                            .getRunId()
                            .equals(first));
            cut.running(run).pause();
            cut.waits.comes(cut, run, "w", "{ body: late }");
            await().until(() -> status(cut.running(run).state(), "w") == StepStatus.SUCCEEDED);
            cut.running(run).resume();
            cut.waits.comes(cut, run, "last", "{ body: later }");
            assertThat(cut.await(run).status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event: { topic: a.b, where: 'event.data.n > 1 && inputs.x' } | /event/where | sees [event] alone",
                "event: { topic: a.b, where: '${{ event.data.n }}' } | /event/where | takes no ${{ }}",
                "event: { topic: a.b, where: 'event.data.n +' } | /event/where | mismatched input",
                "event: { topic: a.b, where: '1 + 1' } | /event/where | neither true nor false",
                "callback: { schema: { type: nonsense } } | /callback/schema/type | ",
                "event: { topic: a.b }, duration: 1s | '' | "
            })
    void aWaitThatCannotBeIsRefusedWhenItIsSaved(String with, String pointer, String detail) {
        assertThatThrownBy(() -> flow.plan("""
                        name: p
                        steps: [ { id: a, uses: flow/wait, with: { %s } } ]
                        """.formatted(with)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors()).anySatisfy(error -> {
                            assertThat(error.pointer()).isEqualTo("/steps/0/with" + pointer);
                            assertThat(error.detail()).contains(detail == null ? "" : detail);
                        }));
    }
}
