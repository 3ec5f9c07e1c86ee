package io.automationhub.workflows.flow;

import static io.automationhub.workflows.flow.FlowFixture.json;
import static io.automationhub.workflows.flow.FlowFixture.status;
import static io.automationhub.workflows.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that take over from ended ones. */
class RetryTest {

    private static final String DIAMOND = """
            name: p
            steps:
              - { id: a, uses: test/long, with: { n: '${{ inputs.n }}' } }
              - { id: b, uses: test/long, needs: a, with: { n: '${{ steps.a.output.n + 1 }}' } }
              - { id: c, uses: test/long, needs: a, with: { n: '${{ steps.a.output.n + 2 }}' } }
              - { id: d, uses: test/long, needs: [b, c], with: { n: '${{ steps.b.output.n * steps.c.output.n }}' } }
              - { id: e, uses: test/long }
            outputs: { n: '${{ steps.d.output.n }}' }
            """;

    private final FlowFixture flow = new FlowFixture();

    @AfterEach
    void close() {
        flow.close();
    }

    private FlowState retry(String before, FlowState ended, String now, @Nullable String from) {
        Plan plan = flow.plan(now);
        return flow.await(flow.start(plan, "{ n: 1 }", Retry.of(flow.plan(before), ended, plan, from)));
    }

    private List<String> keysAfter(int calls) {
        return flow.capabilities.keys().subList(calls, flow.capabilities.keys().size());
    }

    @Test
    void whatEndedWellIsKeptWithItsOutput() {
        flow.capabilities.failsTimes("c", 3, ProblemType.UPSTREAM_FAILED);
        FlowState failed =
                flow.run(DIAMOND.replace("id: c, uses", "id: c, retry: { maxAttempts: 1 }, uses"), "{ n: 1 }");
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(status(failed, "d")).isEqualTo(StepStatus.SKIPPED);
        flow.capabilities.on("c", (call, attempt) -> call.input());
        int before = flow.capabilities.calls().size();

        String now = DIAMOND.replace("id: c, uses", "id: c, retry: { maxAttempts: 1 }, uses");
        FlowState state = retry(now, failed, now, null);

        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(state.outputs()).isEqualTo(json("{ n: 6 }"));
        assertThat(keysAfter(before)).containsExactly("c", "d");
        assertThat(step(state, "a")).isEqualTo(step(failed, "a"));
    }

    @Test
    void aNamedStepIsRepeatedWithAllThatComesAfterIt() {
        FlowState first = flow.run(DIAMOND, "{ n: 1 }");
        int before = flow.capabilities.calls().size();
        flow.capabilities.on("b", (call, attempt) -> json("{ n: 10 }"));
        FlowState state = retry(DIAMOND, first, DIAMOND, "b");
        assertThat(state.outputs()).isEqualTo(json("{ n: 30 }"));
        assertThat(keysAfter(before)).containsExactly("b", "d");
    }

    @Test
    void stepsOfAnotherVersionAreKeptWhereTheyAreTheSame() {
        FlowState first = flow.run(DIAMOND, "{ n: 1 }");
        int before = flow.capabilities.calls().size();
        String now = DIAMOND.replace("steps.a.output.n + 2", "steps.a.output.n + 5")
                .replace("- { id: e, uses: test/long }", "- { id: f, uses: test/long, needs: d }");
        FlowState state = retry(DIAMOND, first, now, "d");
        assertThat(state.outputs()).isEqualTo(json("{ n: 12 }"));
        assertThat(keysAfter(before)).containsExactly("c", "d", "f");
    }

    @Test
    void whatWasUndoneIsDoneAgain() {
        String undoable = """
                name: p
                mode: sequential
                steps:
                  - { id: a, uses: test/long, compensate: { uses: test/long } }
                  - { id: b, uses: test/long, retry: { maxAttempts: 1 } }
                """;
        flow.capabilities.fails("b", ProblemType.BUILD_FAILED);
        FlowState failed = flow.run(undoable, "{}");
        assertThat(status(failed, "a")).isEqualTo(StepStatus.COMPENSATED);
        int before = flow.capabilities.calls().size();
        flow.capabilities.on("b", (call, attempt) -> call.input());
        assertThat(retry(undoable, failed, undoable, null).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(keysAfter(before)).containsExactly("a", "b");
    }

    @Test
    void aRetryThatFailsUndoesWhatItTookOverToo() {
        String undoable = """
                name: p
                steps:
                  - { id: each, uses: test/long, forEach: { items: [1, 2], maxParallel: 1 }, with: { v: '${{ item }}' },
                      compensate: { uses: test/long, with: { v: '${{ item }}' } } }
                  - { id: a, uses: test/long, needs: each, compensate: { uses: test/long } }
                  - { id: b, uses: test/long, needs: a, retry: { maxAttempts: 1 } }
                """;
        FlowState first = flow.run(undoable, "{}");
        int before = flow.capabilities.calls().size();
        flow.capabilities.fails("b", ProblemType.BUILD_FAILED);
        FlowState state = retry(undoable, first, undoable, "b");
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(keysAfter(before)).containsExactly("b", "a/compensate", "each/1/compensate", "each/0/compensate");
        assertThat(status(state, "each")).isEqualTo(StepStatus.COMPENSATED);
    }

    @Test
    void aHandledFailureIsKeptWithWhatHandledIt() {
        String handled = """
                name: p
                steps:
                  - { id: a, uses: test/long, retry: { maxAttempts: 1 },
                      onError: { steps: [ { id: instead, uses: test/long, with: { v: 7 } } ] } }
                  - { id: b, uses: test/long, needs: a, with: { v: '${{ steps.a.output.v }}' } }
                """;
        flow.capabilities.fails("a", ProblemType.BUILD_FAILED);
        FlowState first = flow.run(handled, "{}");
        assertThat(first.status()).isEqualTo(RunStatus.SUCCEEDED);
        int before = flow.capabilities.calls().size();
        FlowState state = retry(handled, first, handled, "b");
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(step(state, "b").output()).isEqualTo(json("{ v: 7 }"));
        assertThat(keysAfter(before)).containsExactly("b");
        Plan plan = flow.plan(handled);
        assertThatThrownBy(() -> Retry.of(plan, first, plan, "instead"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors().getFirst().detail()).contains("begin at that one"));
    }

    @Test
    void thereHasToBeSomethingToRepeat() {
        FlowState first = flow.run(DIAMOND, "{ n: 1 }");
        Plan plan = flow.plan(DIAMOND);
        assertThatThrownBy(() -> Retry.of(plan, first, plan, null))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
        assertThatThrownBy(() -> Retry.of(plan, first, plan, "z")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo(ProblemType.INVALID);
            assertThat(e.errors()).extracting("pointer").containsExactly("/fromStep");
        });
    }
}
