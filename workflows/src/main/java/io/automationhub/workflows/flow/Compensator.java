package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.ForEachRule;
import io.automationhub.workflows.definition.PlannedCall;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.flow.CallState.CompensationState;
import io.automationhub.workflows.flow.FlowCarry.Undo;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Undoes what succeeded, last first. One that fails is reported, and the rest go on; nothing cancels it. */
final class Compensator {

    private final RunModel run;
    private final Variables variables;
    private final CallRunner calls;
    private final ChangeFeed changes;

    Compensator(RunModel run, Variables variables, CallRunner calls, ChangeFeed changes) {
        this.run = run;
        this.variables = variables;
        this.calls = calls;
        this.changes = changes;
    }

    void undoAll() {
        while (!run.undo.isEmpty()) {
            Undo last = run.undo.getLast();
            StepModel step = run.step(last.step());
            PlannedCall plan = step.plan.compensate();
            if (plan != null) {
                undo(step, step.callAt(last.index()), plan);
            }
            run.undo.removeLast();
            changes.touch(step);
        }
    }

    private void undo(StepModel step, CallModel call, PlannedCall plan) {
        CompensationState before = call.compensation;
        Instant startedAt = before == null ? Pauses.now() : before.startedAt();
        int attempts = before == null ? 0 : before.attempts();
        Problem problem = null;
        boolean done = false;
        while (!done) {
            calls.enter();
            attempts++;
            call.compensation = new CompensationState(StepStatus.RUNNING, startedAt, null, attempts, null);
            CallRunner.Attempt attempt = attempt(step, call, plan);
            problem = attempt.problem();
            done = problem == null
                    || attempts >= plan.retry().maxAttempts()
                    || !plan.retry().covers(problem.type());
            if (!done) {
                pause(plan.retry().pauseAfter(attempts));
            }
        }
        StepStatus status = problem == null ? StepStatus.SUCCEEDED : StepStatus.FAILED;
        call.compensation = new CompensationState(status, startedAt, Pauses.now(), attempts, problem);
        if (problem == null) {
            call.status = StepStatus.COMPENSATED;
            if (step.items == null || step.items.stream().noneMatch(item -> item.status == StepStatus.SUCCEEDED)) {
                compensated(step);
            }
        }
    }

    /** A step that failed although some of its items succeeded stays failed. */
    private static void compensated(StepModel step) {
        if (step.status == StepStatus.SUCCEEDED) {
            step.status = StepStatus.COMPENSATED;
        }
    }

    private CallRunner.Attempt attempt(StepModel step, CallModel call, PlannedCall plan) {
        try {
            Map<String, Object> seen = variables.ofCall(call.index, item(step, call.index));
            seen.put("output", Values.of(call.output));
            JsonNode input = Expressions.resolve(plan.with(), seen);
            String key = calls.key(step.id(), call, null) + "/compensate";
            return calls.attempt(plan, calls.callOf(step.id(), key, plan, input, calls.host(plan, seen)), () -> false);
        } catch (ExpressionException e) {
            return new CallRunner.Attempt(null, Failures.problem(ProblemType.INVALID, e.getMessage()));
        }
    }

    private @Nullable JsonNode item(StepModel step, @Nullable Integer index) {
        ForEachRule forEach = step.plan.forEach();
        if (forEach == null || index == null) {
            return null;
        }
        return Expressions.resolve(forEach.items(), variables.ofRun()).path(index);
    }

    private static void pause(Duration pause) {
        Pauses.until(pause, () -> false);
    }
}
