package io.automationhub.workflows.flow;

import io.automationhub.workflows.flow.RunActivities.RunChange;
import io.automationhub.workflows.flow.RunActivities.StepChange;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the hub which steps changed. One message is under way at a time and takes along what changed meanwhile, so that
 * many short steps cost few messages; nothing waits for it and its failure changes nothing.
 */
final class ChangeFeed {

    private final RunModel run;
    private final RunActivities activities = Workflow.newLocalActivityStub(RunActivities.class, FlowOptions.ADVISORY);
    private final Set<StepModel> changed = new LinkedHashSet<>();
    private boolean closed;
    private boolean idle = true;

    ChangeFeed(RunModel run) {
        this.run = run;
    }

    void open() {
        Async.procedure(this::send);
    }

    void touch(StepModel step) {
        changed.add(step);
    }

    /** Sends nothing more; waits for the message that is under way. */
    void close() {
        closed = true;
        changed.clear();
        Workflow.await(this::isIdle);
    }

    boolean isIdle() {
        return idle;
    }

    private void send() {
        while (!closed) {
            Workflow.await(() -> closed || !changed.isEmpty());
            if (closed) {
                return;
            }
            List<StepChange> steps = changed.stream().map(ChangeFeed::change).toList();
            changed.clear();
            idle = false;
            try {
                activities.changed(new RunChange(run.input.scope(), run.input.run(), run.status, steps));
            } catch (TemporalFailure e) {
                // Advisory: whoever reads the run sees it anyway.
            } finally {
                idle = true;
            }
        }
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
