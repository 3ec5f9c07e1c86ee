package io.automationhub.workflows.flow;

import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.flow.FlowCarry.Stopped;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.workflow.Async;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts each step when what it needs is final, and decides what becomes of those that do not run. */
final class GraphRunner {

    private final RunModel run;
    private final Variables variables;
    private final StepRunner steps;
    private final ChangeFeed changes;
    private final Set<StepModel> begun = new LinkedHashSet<>();
    private boolean advancing;

    GraphRunner(RunModel run, Variables variables, StepRunner steps, ChangeFeed changes) {
        this.run = run;
        this.variables = variables;
        this.steps = steps;
        this.changes = changes;
    }

    /** Considers every step that is neither running nor settled, until nothing more follows from what is known. */
    void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (StepModel step : run.steps()) {
                changed |= consider(step);
            }
        }
        advancing = false;
    }

    private boolean consider(StepModel step) {
        if (step.isSettled() || begun.contains(step)) {
            return false;
        }
        if (step.status == StepStatus.FAILED) {
            return settleByHandlers(step);
        }
        PlannedStep plan = step.plan;
        if (plan.handles() != null) {
            StepModel handled = run.step(plan.handles());
            if (handled.isSettled()) {
                return settle(step, StepStatus.SKIPPED, null);
            }
            if (handled.status != StepStatus.FAILED) {
                return false;
            }
        }
        if (!plan.needs().stream().allMatch(need -> run.step(need).isSettled())) {
            return false;
        }
        if (step.status == StepStatus.RUNNING || step.status == StepStatus.WAITING) {
            return begin(step); // it was under way when the history was cut
        }
        return !run.paused && decide(step);
    }

    private boolean decide(StepModel step) {
        boolean success =
                step.plan.needs().stream().allMatch(need -> run.step(need).isGood());
        String condition = step.plan.condition();
        try {
            boolean asksStatus = condition != null && Expressions.callsStatus(condition);
            if (!asksStatus && run.isStopping()) {
                return settle(step, StepStatus.CANCELED, null);
            }
            if (!asksStatus && !success) {
                return settle(step, StepStatus.SKIPPED, null);
            }
            boolean runs = condition == null
                    || Expressions.test(
                            condition, variables.ofCondition(success && !run.isStopping(), anyAncestorBad(step)));
            return runs ? begin(step) : settle(step, StepStatus.SKIPPED, null);
        } catch (ExpressionException e) {
            fail(step, Failures.problem(ProblemType.INVALID, e.getMessage()));
            return true;
        }
    }

    private boolean anyAncestorBad(StepModel step) {
        return anyAncestorBad(step, new LinkedHashSet<>());
    }

    /** Looks at each ancestor once: there may be more ways to one than anybody can walk. */
    private boolean anyAncestorBad(StepModel step, Set<StepModel> seen) {
        return step.plan.needs().stream()
                .map(run::step)
                .filter(seen::add)
                .anyMatch(need -> need.isBad() || anyAncestorBad(need, seen));
    }

    /** Steps that begin when the run is already stopping clean up after it, and are not stopped. */
    private boolean begin(StepModel step) {
        boolean cleaning = run.isStopping();
        begun.add(step);
        step.status = StepStatus.RUNNING;
        if (step.startedAt == null) {
            step.startedAt = Pauses.now();
        }
        changes.touch(step);
        Async.procedure(() -> {
            try {
                steps.run(step, () -> !cleaning && run.isStopping());
            } catch (RuntimeException e) {
                step.status = StepStatus.FAILED;
                step.error = Failures.problem(ProblemType.INTERNAL_ERROR, "The step could not be run");
            }
            begun.remove(step);
            ended(step);
        });
        return true;
    }

    private void ended(StepModel step) {
        Problem problem = step.error;
        if (step.status == StepStatus.FAILED && problem != null) {
            fail(step, problem);
        } else {
            settle(step, step.status, problem);
        }
        advance();
    }

    private void fail(StepModel step, Problem problem) {
        step.status = StepStatus.FAILED;
        step.error = problem;
        step.handled = step.plan.continueOnError();
        if (step.handled || step.plan.handlers().isEmpty() || run.isStopping()) {
            settle(step, StepStatus.FAILED, problem);
        } else {
            variables.update(step);
            changes.touch(step);
        }
    }

    /** A failed step whose handlers have all ended: handled when those that ran did so well. */
    private boolean settleByHandlers(StepModel step) {
        List<StepModel> handlers = step.plan.handlers().stream().map(run::step).toList();
        if (!handlers.stream().allMatch(StepModel::isSettled)) {
            return false;
        }
        step.handled = handlers.stream().allMatch(handler -> handler.isGood() || handler.status == StepStatus.SKIPPED);
        if (step.handled) {
            handlers.stream().filter(StepModel::isGood).forEach(handler -> step.output = handler.output);
        }
        return settle(step, StepStatus.FAILED, step.error);
    }

    private boolean settle(StepModel step, StepStatus status, @Nullable Problem problem) {
        step.status = status;
        step.error = problem;
        step.endedAt = Pauses.now();
        if (step.isBad() && problem != null) {
            if (run.error == null) {
                run.error = problem;
            }
            if (run.input.plan().failFast()) {
                run.stop(Stopped.Kind.FAIL_FAST, problem);
            }
        }
        variables.update(step);
        changes.touch(step);
        return true;
    }
}
