package io.automationhub.workflows.flow;

import io.automationhub.workflows.flow.RunWatcher.RunChange;
import io.automationhub.workflows.flow.RunWatcher.StepChange;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the watcher which steps of a run changed, while they change and not again in a replay.
 *
 * <p>Runs that were begun before this had their changes recorded in their history, by a local activity; those go on so, or
 * their histories could not be replayed.
 */
final class ChangeFeed {

    private static final String OUTSIDE_HISTORY = "changes-outside-history";

    private final RunModel run;
    private final RunWatcher watcher;
    private final Set<StepModel> unrecorded = new LinkedHashSet<>();
    private boolean recorded;
    private boolean closed;
    private boolean idle = true;

    ChangeFeed(RunModel run, RunWatcher watcher) {
        this.run = run;
        this.watcher = watcher;
    }

    void open() {
        recorded = Workflow.getVersion(OUTSIDE_HISTORY, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION;
        if (recorded) {
            Async.procedure(this::record);
        }
    }

    void touch(StepModel step) {
        if (recorded) {
            unrecorded.add(step);
        } else if (!WorkflowUnsafe.isReplaying()) {
            watcher.changed(change(List.of(change(step))));
        }
    }

    /** Tells that the run itself changed. */
    void tell() {
        if (!recorded && !WorkflowUnsafe.isReplaying()) {
            watcher.changed(change(List.of()));
        }
    }

    /** Tells nothing more; waits for the record that is under way. */
    void close() {
        closed = true;
        unrecorded.clear();
        Workflow.await(this::isIdle);
    }

    boolean isIdle() {
        return idle;
    }

    /** One activity is under way at a time and takes along what changed meanwhile. */
    private void record() {
        RunActivities activities = Workflow.newLocalActivityStub(RunActivities.class, FlowOptions.ADVISORY);
        while (!closed) {
            Workflow.await(() -> closed || !unrecorded.isEmpty());
            if (closed) {
                return;
            }
            List<StepChange> steps = unrecorded.stream().map(ChangeFeed::change).toList();
            unrecorded.clear();
            idle = false;
            try {
                activities.changed(change(steps));
            } catch (TemporalFailure e) {
                // Advisory: whoever reads the run sees it anyway.
            } finally {
                idle = true;
            }
        }
    }

    private RunChange change(List<StepChange> steps) {
        return new RunChange(run.input.scope(), run.input.run(), run.statusNow(), steps);
    }

    private static StepChange change(StepModel step) {
        int items = step.items == null ? 0 : step.items.size();
        int ended = step.items == null
                ? 0
                : (int) step.items.stream()
                        .filter(item -> item.status.isFinal())
                        .count();
        return new StepChange(
                step.id(), step.status, step.attempts(), ended, items, step.startedAt, step.endedAt, step.error);
    }
}
