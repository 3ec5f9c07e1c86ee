package io.automationhub.workflows.flow;

import static io.automationhub.workflows.flow.FlowFixture.json;
import static io.automationhub.workflows.flow.FlowFixture.status;
import static io.automationhub.workflows.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.JsonContract;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps of the agent flow, done in the run itself. */
class InnerStepsTest {

    private final FlowFixture flow = new FlowFixture();

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void theManifestsExamplesFitItsSchemas() {
        for (CapabilityManifest capability : new FlowAgent().manifest().capabilities()) {
            JsonContract input = JsonContract.of(capability.input());
            JsonContract output = JsonContract.of(capability.output());
            assertThat(capability.input().path("examples"))
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(input.errors(example)).isEmpty());
            assertThat(capability.output().path("examples"))
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(output.errors(example)).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"12, big", "7, medium", "1, none"})
    void aSwitchTakesTheFirstCaseThatHolds(int lines, String taken) {
        FlowState state = flow.run("""
                name: p
                steps:
                  - id: size
                    uses: flow/switch
                    with:
                      cases:
                        - { case: big, when: '${{ inputs.lines > 10 }}' }
                        - { case: medium, when: '${{ inputs.lines > 5 }}' }
                      default: none
                  - { id: big, uses: test/brief, needs: size, if: "steps.size.output.case == 'big'" }
                  - { id: medium, uses: test/brief, needs: size, if: "steps.size.output.case == 'medium'" }
                """, "{ lines: " + lines + " }");
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(step(state, "size").output()).isEqualTo(json("{ case: " + taken + " }"));
        assertThat(status(state, "big")).isEqualTo(taken.equals("big") ? StepStatus.SUCCEEDED : StepStatus.SKIPPED);
        assertThat(status(state, "medium"))
                .isEqualTo(taken.equals("medium") ? StepStatus.SUCCEEDED : StepStatus.SKIPPED);
    }

    @Test
    void aSwitchWithoutACaseThatHoldsAnswersNull() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: flow/switch, with: { cases: [ { case: x, when: false } ] } }
                """);
        assertThat(step(state, "a").output()).isEqualTo(json("{ case: null }"));
    }

    @Test
    void aSwitchOnWhatIsNotTrueOrFalseFails() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: flow/switch, with: { cases: [ { case: x, when: '${{ inputs.x }}' } ] } }
                """, "{ x: yes please }");
        assertThat(step(state, "a").error()).satisfies(e -> {
            assertThat(e.type()).isEqualTo(ProblemType.INVALID);
            assertThat(e.detail()).contains("case 'x'");
        });
    }

    @Test
    void aTransformAnswersWithItsValueAndTypes() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: flow/transform, with: { value: { n: '${{ inputs.n * 2 }}', of: ['${{ inputs.n }}'] } } }
                  - { id: b, uses: flow/transform, needs: a, with: { value: '${{ steps.a.output.of.map(x, x + 1) }}' } }
                outputs: { b: '${{ steps.b.output }}' }
                """, "{ n: 21 }");
        assertThat(step(state, "a").output()).isEqualTo(json("{ n: 42, of: [21] }"));
        assertThat(state.outputs()).isEqualTo(json("{ b: [22] }"));
        assertThat(flow.capabilities.calls()).isEmpty();
    }

    @Test
    void aFailureHasTheAuthorsWordsAndIsHandledAsAnyOther() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: flow/fail, with: { message: 'No lines in ${{ inputs.order }}', evidence: { lines: 0 } } }
                  - { id: tell, uses: test/brief, needs: a, if: failure(), with: { why: '${{ steps.a.error.detail }}' } }
                """, "{ order: 7 }");
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(step(state, "a").error()).satisfies(e -> {
            assertThat(e.type()).isEqualTo(ProblemType.FAILED);
            assertThat(e.detail()).isEqualTo("No lines in 7");
            assertThat(e.evidence()).isEqualTo(json("{ lines: 0 }"));
        });
        assertThat(Objects.requireNonNull(step(state, "a").call()).attemptCount())
                .isEqualTo(1);
        assertThat(step(state, "tell").output()).isEqualTo(json("{ why: No lines in 7 }"));
    }

    @Test
    void aWaitTakesItsTimeAndTheRunIsWaitingMeanwhile() {
        RunId run = flow.start("name: p\nsteps: [ { id: a, uses: flow/wait, with: { duration: 36h } } ]", "{}");
        await().untilAsserted(() -> {
            FlowState state = flow.running(run).state();
            assertThat(state.status()).isEqualTo(RunStatus.WAITING);
            assertThat(status(state, "a")).isEqualTo(StepStatus.WAITING);
        });
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(took(state, "a")).isBetween(Duration.ofHours(36), Duration.ofHours(37));
        assertThat(Objects.requireNonNull(step(state, "a").output())
                        .path("waitedMs")
                        .asLong())
                .isEqualTo(took(state, "a").toMillis());
    }

    @Test
    void aRunInWhichSomethingRunsIsNotWaiting() throws InterruptedException {
        flow.capabilities.blocks("b");
        RunId run = flow.start("""
                name: p
                steps:
                  - { id: a, uses: flow/wait, with: { duration: 100d } }
                  - { id: b, uses: test/long }
                """, "{}");
        await().untilAsserted(() -> {
            FlowState state = flow.running(run).state();
            assertThat(status(state, "a")).isEqualTo(StepStatus.WAITING);
            assertThat(status(state, "b")).isEqualTo(StepStatus.RUNNING);
            assertThat(state.status()).isEqualTo(RunStatus.RUNNING);
        });
        flow.running(run).cancel(new CancelRequest("enough", false));
        FlowState state = flow.await(run);
        assertThat(state.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(status(state, "a")).isEqualTo(StepStatus.CANCELED);
        assertThat(took(state, "a")).isLessThan(Duration.ofDays(1));
    }

    @Test
    void aMomentThatHasPassedIsNotWaitedFor() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: flow/wait, with: { until: '2020-01-01T00:00:00+02:00' } }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(took(state, "a")).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aWaitBeyondItsTimeoutFails() {
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: flow/wait, with: { duration: 3h }, timeout: 1h } ]
                """);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.TIMEOUT));
        assertThat(took(state, "a")).isBetween(Duration.ofHours(1), Duration.ofHours(2));
    }

    @ParameterizedTest
    @CsvSource({"duration, soon", "duration, 9999999d", "until, tomorrow", "until, 2030-01-01T00:00:00"})
    void aTimeThatIsNoneFails(String key, String value) {
        FlowState state = flow.run(
                "name: p\nsteps: [ { id: a, uses: flow/wait, with: { " + key + ": '${{ inputs.v }}' } } ]",
                "{ v: '" + value + "' }");
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
    }

    @Test
    void asManyItemsAsThereMayBeAreDoneInOneGo() {
        FlowState state =
                flow.run("""
                name: p
                steps:
                  - { id: a, uses: flow/transform, forEach: { items: '${{ inputs.items }}', maxParallel: 10 }, with: { value: '${{ item * 2 }}' } }
                outputs: { n: '${{ steps.a.output.size() }}', last: '${{ steps.a.output[9999] }}' }
                """, "{ items: " + IntStream.range(0, 10_000).boxed().toList() + " }");
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(state.outputs()).isEqualTo(json("{ n: 10000, last: 19998 }"));
    }

    @Test
    void whatChangesNothingUndoesNothing() {
        assertThatThrownBy(() -> flow.plan("""
                        name: p
                        steps: [ { id: a, uses: test/brief, compensate: { uses: flow/wait, with: { duration: 1s } } } ]
                        """))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors()).singleElement().satisfies(error -> {
                            assertThat(error.pointer()).isEqualTo("/steps/0/compensate/uses");
                            assertThat(error.detail()).contains("undoes nothing");
                        }));
    }

    @Test
    void waitsOfManyItemsRunSideBySide() {
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: flow/wait, forEach: { items: [1, 2, 3], maxParallel: 3 }, with: { duration: '${{ item }}h' } }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(took(state, "a")).isBetween(Duration.ofHours(3), Duration.ofHours(4));
    }

    private static Duration took(FlowState state, String id) {
        StepState step = step(state, id);
        return Duration.between(Objects.requireNonNull(step.startedAt()), Objects.requireNonNull(step.endedAt()));
    }
}
