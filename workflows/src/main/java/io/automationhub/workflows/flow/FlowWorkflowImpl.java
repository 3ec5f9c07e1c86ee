package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.flow.FlowCarry.Stopped;
import io.automationhub.workflows.flow.RunActivities.RunRecord;
import io.automationhub.workflows.flow.RunActivities.RunStarted;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The interpreter: waits for the run's place, runs the steps, undoes them if it must, and records how it ended. */
public final class FlowWorkflowImpl implements FlowWorkflow {

    private final FlowSettings settings;
    private final RunWatcher watcher;
    private @Nullable RunModel model;
    private @Nullable CancelRequest canceled;
    private @Nullable String refusal;
    private boolean granted;
    private boolean canceledByTemporal;
    private boolean pauseAsked;
    private boolean paused;

    FlowWorkflowImpl(FlowSettings settings, RunWatcher watcher) {
        this.settings = settings;
        this.watcher = watcher;
    }

    @Override
    public FlowOutcome run(FlowInput input) {
        RunModel run = new RunModel(input);
        model = run;
        cancelWithWorkflow();
        takeUpSignals(run);
        // What cancels the workflow must not cancel what cleans up after it: calls are canceled one by one.
        Workflow.newDetachedCancellationScope(() -> new Part(run).run()).run();
        return new FlowOutcome(run.status, run.outputs, run.error);
    }

    @Override
    public void cancel(CancelRequest request) {
        if (canceled == null) {
            canceled = request;
        }
        takeUpSignals(model);
    }

    @Override
    public void granted() {
        granted = true;
        takeUpSignals(model);
    }

    @Override
    public void refused(String reason) {
        refusal = reason;
    }

    @Override
    public void arrived(Arrival arrival) {
        RunModel run = model;
        if (run != null) {
            run.arrivals.take(arrival);
        }
    }

    @Override
    public void pause() {
        pause(true);
    }

    @Override
    public void resume() {
        pause(false);
    }

    private void pause(boolean wanted) {
        paused = wanted;
        pauseAsked = true;
        takeUpSignals(model);
    }

    @Override
    public FlowState state() {
        RunModel run = model;
        return run == null ? new FlowState(RunStatus.QUEUED, null, null, List.of(), null, null) : run.snapshot();
    }

    /** Temporal's own cancel counts as ours; such a workflow closes as canceled, and cannot continue as new. */
    private void cancelWithWorkflow() {
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            canceledByTemporal = true;
            cancel(new CancelRequest(reason == null ? "The run was canceled" : reason, false));
            return reason;
        });
    }

    /** Signals may come before the run has its model. */
    private void takeUpSignals(@Nullable RunModel run) {
        if (run == null) {
            return;
        }
        run.granted |= granted;
        if (pauseAsked && !run.isStopping()) {
            run.paused = paused;
        }
        if (canceled != null) {
            ProblemType type = canceled.superseded() ? ProblemType.SUPERSEDED : ProblemType.CANCELED;
            run.stop(Stopped.Kind.CANCELED, Failures.problem(type, canceled.reason()));
        }
    }

    /** The run from where it was, up to its end or to where its history is cut. */
    private final class Part {

        private final RunModel run;
        private final RunActivities records = Workflow.newLocalActivityStub(RunActivities.class, FlowOptions.RECORD);
        private final Gate gate = new Gate(settings, () -> !canceledByTemporal);
        private final ChangeFeed changes;
        private final Variables variables;
        private final GroupMember group;
        private final GraphRunner graph;
        private final Compensator compensator;

        Part(RunModel run) {
            this.run = run;
            changes = new ChangeFeed(run, watcher);
            variables = new Variables(run);
            group = new GroupMember(run, variables, settings);
            InnerWaits waits = new InnerWaits(run, changes, settings.stopLimit());
            CallRunner calls = new CallRunner(run, variables, new Carriers(settings.stopLimit()), waits, gate, changes);
            graph = new GraphRunner(run, variables, new StepRunner(variables, calls), changes);
            compensator = new Compensator(run, variables, calls, changes);
        }

        void run() {
            awaitPlace();
            if (group.isAdmitted()) {
                begin();
                runSteps();
                undo();
            }
            conclude();
            record();
        }

        private void awaitPlace() {
            try {
                group.await(() -> refusal);
            } catch (ExpressionException e) {
                run.stop(Stopped.Kind.FAIL_FAST, Failures.problem(ProblemType.INVALID, e.getMessage()));
            }
            if (!group.isAdmitted() && !run.isStopping() && refusal == null) {
                Workflow.continueAsNew(run.input.with(run.carry()));
            }
        }

        private void begin() {
            if (run.startedAt == null) {
                Instant now = Pauses.now();
                run.startedAt = now;
                run.status = RunStatus.RUNNING;
                Duration timeout = run.input.plan().timeout();
                run.deadline = timeout == null ? null : now.plus(timeout);
                records.started(new RunStarted(
                        run.input.scope(), run.input.run(), Workflow.getInfo().getWorkflowId(), now));
            }
            changes.open();
        }

        private void runSteps() {
            CancellationScope timer = deadline();
            graph.advance();
            boolean stopping = run.isStopping();
            boolean pausing = run.paused;
            while (!run.allSettled()) {
                boolean stopped = stopping;
                boolean halted = pausing;
                Workflow.await(() ->
                        run.allSettled() || gate.isTimeToCut() || run.isStopping() != stopped || run.paused != halted);
                cutIfTime();
                stopping = run.isStopping();
                pausing = run.paused;
                if (pausing != halted) {
                    changes.tell();
                }
                graph.advance();
            }
            timer.cancel();
        }

        private CancellationScope deadline() {
            CancellationScope scope = Workflow.newDetachedCancellationScope(() -> {
                Instant deadline = run.deadline;
                if (deadline != null && !run.isStopping()) {
                    Duration left = Duration.between(Pauses.now(), deadline);
                    Promise<Void> timer = Workflow.newTimer(left.isNegative() ? Duration.ZERO : left);
                    timer.thenApply(fired -> {
                        String limit = Failures.text(
                                run.input.plan().timeout() == null
                                        ? left
                                        : run.input.plan().timeout());
                        run.stop(
                                Stopped.Kind.TIMEOUT,
                                Failures.problem(ProblemType.TIMEOUT, "The run took longer than " + limit));
                        return true;
                    });
                }
            });
            scope.run();
            return scope;
        }

        private void undo() {
            boolean wanted =
                    run.isCanceled() ? run.input.plan().compensateOnCancel() : run.isStopping() || run.anyBad();
            if (wanted) {
                Promise<Void> undone = Async.procedure(compensator::undoAll);
                Workflow.await(() -> undone.isCompleted() || gate.isTimeToCut());
                cutIfTime();
                undone.get();
            }
            changes.close();
        }

        /** Goes on as a new workflow with an empty history; does not return when it does. */
        private void cutIfTime() {
            if (gate.isTimeToCut()) {
                changes.close();
                Workflow.continueAsNew(run.input.with(run.carry()));
            }
        }

        private void conclude() {
            Problem stop = run.stopped == null ? null : run.stopped.problem();
            if (run.isCanceled()) {
                end(RunStatus.CANCELED, stop);
            } else if (refusal != null && !run.granted) {
                end(RunStatus.FAILED, Failures.problem(ProblemType.CONFLICT, refusal));
            } else if (run.isStopping() || run.anyBad()) {
                end(RunStatus.FAILED, run.error == null ? stop : run.error);
            } else {
                succeed();
            }
        }

        private void succeed() {
            try {
                JsonNode outputs = Expressions.resolve(run.input.plan().outputs(), variables.ofRun());
                run.outputs = outputs;
                end(RunStatus.SUCCEEDED, null);
            } catch (ExpressionException e) {
                end(RunStatus.FAILED, Failures.problem(ProblemType.INVALID, e.getMessage()));
            }
        }

        private void end(RunStatus status, @Nullable Problem problem) {
            run.status = status;
            run.error = problem;
            run.endedAt = Pauses.now();
            for (StepModel step : run.steps()) {
                if (!step.isSettled()) {
                    step.status = StepStatus.CANCELED;
                    step.endedAt = run.endedAt;
                }
            }
        }

        private void record() {
            records.finished(new RunRecord(run.input.scope(), run.input.run(), run.snapshot()));
            group.leave();
        }
    }
}
