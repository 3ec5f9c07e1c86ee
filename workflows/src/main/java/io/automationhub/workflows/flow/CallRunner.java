package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.definition.PlannedCall;
import io.automationhub.workflows.definition.RepeatRule;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.flow.FlowCarry.Undo;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings one call to its end: attempts, pauses between them, and the turns of {@code repeat}. */
final class CallRunner {

    private static final String LOCAL_HOST = "local";

    /** So many steps done in the run itself share a workflow task, which has to end within seconds. */
    private static final int IN_A_TASK = 250;

    private final RunModel run;
    private final Variables variables;
    private final Carriers carriers;
    private final InnerWaits waits;
    private final Gate gate;
    private final ChangeFeed changes;
    private int doneInRun;

    CallRunner(RunModel run, Variables variables, Carriers carriers, InnerWaits waits, Gate gate, ChangeFeed changes) {
        this.run = run;
        this.variables = variables;
        this.carriers = carriers;
        this.waits = waits;
        this.gate = gate;
        this.changes = changes;
    }

    /**
     * Runs a call until it is final; one that was begun before the history was cut goes on where it was.
     *
     * @param item the item of {@code forEach}, or null
     * @param stop turns true when the call is to be canceled
     */
    void run(StepModel step, CallModel call, @Nullable JsonNode item, Supplier<Boolean> stop) {
        PlannedCall plan = step.plan.call();
        Map<String, Object> seen = variables.ofCall(call.index, item);
        String host;
        try {
            if (call.input == null) {
                call.input = Expressions.resolve(plan.with(), seen);
            }
            host = host(plan, seen);
        } catch (ExpressionException e) {
            call.ends(StepStatus.FAILED, Failures.problem(ProblemType.INVALID, e.getMessage()), Pauses.now());
            return;
        }
        while (!call.status.isFinal()) {
            turn(step, call, plan, host, seen, stop);
        }
        if (call.waited) {
            step.reflect();
        }
        if (call.status == StepStatus.SUCCEEDED && step.plan.compensate() != null) {
            run.undo.add(new Undo(step.id(), call.index));
        }
    }

    private void turn(
            StepModel step,
            CallModel call,
            PlannedCall plan,
            @Nullable String host,
            Map<String, Object> seen,
            Supplier<Boolean> stop) {
        RepeatRule repeat = step.plan.repeat();
        // What waited when the history was cut goes on with the attempt it was in.
        if (call.status != StepStatus.WAITING && !begins(step, call, plan, repeat, stop)) {
            call.ends(StepStatus.CANCELED, stopProblem(), Pauses.now());
            return;
        }
        JsonNode input = call.input == null ? Variables.object() : call.input;
        CapabilityCall asked = callOf(step.id(), key(step.id(), call, repeat), plan, input, host);
        Attempt attempt =
                plan.placement() == Placement.RUN ? inRun(step, call, plan, asked, stop) : attempt(plan, asked, stop);
        call.attemptEnds(Pauses.now(), attempt.problem());
        if (plan.placement() != Placement.RUN || call.waited) {
            changes.touch(step);
        }
        if (attempt.problem() != null) {
            failed(call, plan, attempt.problem(), stop);
        } else {
            call.output = attempt.output();
            succeeded(call, repeat, seen);
        }
    }

    /** Begins an attempt when it is due; false when the call is to stop instead. */
    private boolean begins(
            StepModel step, CallModel call, PlannedCall plan, @Nullable RepeatRule repeat, Supplier<Boolean> stop) {
        boolean inRun = plan.placement() == Placement.RUN;
        waitUntilDue(call.due(plan, repeat), stop);
        if (inRun && ++doneInRun % IN_A_TASK == 0) {
            changes.touch(step);
            Pauses.until(Duration.ofMillis(1), stop);
        }
        Workflow.await(() -> !run.paused || stop.get());
        if (stop.get()) {
            return false;
        }
        gate.enter();
        if (stop.get() || inRun) {
            gate.leave(); // nothing of the latter is ever in flight
        }
        if (stop.get()) {
            return false;
        }
        if (repeat != null && call.turn == 0) {
            call.turn = 1;
        }
        call.attemptBegins(Pauses.now());
        if (!inRun) {
            changes.touch(step);
        }
        return true;
    }

    private Attempt inRun(
            StepModel step, CallModel call, PlannedCall plan, CapabilityCall asked, Supplier<Boolean> stop) {
        try {
            InnerSteps.Waiting waiting = waits.of(step, call, asked, plan.timeLimit(), stop);
            return new Attempt(
                    InnerSteps.perform(asked.capability(), asked.input(), call.attemptBegan(), waiting), null);
        } catch (ProblemException e) {
            return new Attempt(null, Problem.of(e));
        }
    }

    private void failed(CallModel call, PlannedCall plan, Problem problem, Supplier<Boolean> stop) {
        if (stop.get()) {
            boolean left = problem.type() == ProblemType.TIMEOUT;
            call.ends(StepStatus.CANCELED, left ? problem : stopProblem(), Pauses.now());
        } else if (call.failuresInARow() >= plan.retry().maxAttempts()
                || !plan.retry().covers(problem.type())) {
            call.ends(StepStatus.FAILED, problem, Pauses.now());
        }
    }

    private void succeeded(CallModel call, @Nullable RepeatRule repeat, Map<String, Object> seen) {
        if (repeat == null) {
            call.ends(StepStatus.SUCCEEDED, null, Pauses.now());
            return;
        }
        seen.put("output", Values.of(call.output));
        seen.put("turn", (long) call.turn);
        try {
            if (Expressions.test(repeat.until(), seen)) {
                call.ends(StepStatus.SUCCEEDED, null, Pauses.now());
            } else if (call.turn >= repeat.maxTimes()) {
                String detail = "The condition did not hold after " + call.turn + " turns";
                call.ends(StepStatus.FAILED, Failures.problem(ProblemType.TIMEOUT, detail), Pauses.now());
            } else {
                call.turn++;
            }
        } catch (ExpressionException e) {
            call.ends(StepStatus.FAILED, Failures.problem(ProblemType.INVALID, e.getMessage()), Pauses.now());
        }
    }

    /** How one attempt went: an output, or a problem. */
    record Attempt(@Nullable JsonNode output, @Nullable Problem problem) {}

    /** One attempt; the gate was entered. */
    Attempt attempt(PlannedCall plan, CapabilityCall call, Supplier<Boolean> stop) {
        try {
            return new Attempt(carriers.invoke(plan, call, stop), null);
        } catch (Carriers.NotStopped e) {
            return new Attempt(null, Failures.problem(ProblemType.TIMEOUT, e.getMessage()));
        } catch (RuntimeException e) {
            return new Attempt(null, Failures.of(e, plan.timeLimit()));
        } finally {
            gate.leave();
        }
    }

    CapabilityCall callOf(String step, String key, PlannedCall plan, JsonNode input, @Nullable String host) {
        return new CapabilityCall(
                run.input.scope(), run.input.run(), step, key, plan.agent(), plan.capability(), input, host);
    }

    /** The machine a call runs on: the step's, else the environment's, else the hub's own; null when none is needed. */
    @Nullable
    String host(PlannedCall plan, Map<String, Object> seen) {
        if (plan.placement() != Placement.HOST) {
            return null;
        }
        String named = plan.host() == null ? "" : Expressions.render(plan.host(), seen);
        String environment =
                run.input.context().path("environment").path("host").asText("");
        if (!named.isBlank()) {
            return named;
        }
        return environment.isBlank() ? LOCAL_HOST : environment;
    }

    /** Identifies the effect over all attempts. */
    String key(String step, CallModel call, @Nullable RepeatRule repeat) {
        StringBuilder key =
                new StringBuilder(run.input.run().toString()).append('/').append(step);
        if (call.index != null) {
            key.append('/').append(call.index);
        }
        if (repeat != null) {
            key.append("/turn-").append(call.turn);
        }
        return key.toString();
    }

    static void waitUntilDue(@Nullable Instant due, Supplier<Boolean> stop) {
        if (due != null) {
            Pauses.until(Duration.between(Pauses.now(), due), stop);
        }
    }

    void enter() {
        gate.enter();
    }

    private Problem stopProblem() {
        return run.stopped == null ? Failures.problem(ProblemType.CANCELED, null) : run.stopped.problem();
    }
}
