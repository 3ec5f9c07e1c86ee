package io.automationhub.workflows.flow;

import io.automationhub.workflows.flow.RunWatcher.RunChange;
import io.automationhub.workflows.flow.RunWatcher.StepChange;
import io.temporal.workflow.unsafe.WorkflowUnsafe;

/** Tells the watcher which steps of a run changed, while they change and not again in a replay. */
final class ChangeFeed {

    private final RunModel run;
    private final RunWatcher watcher;

    ChangeFeed(RunModel run, RunWatcher watcher) {
        this.run = run;
        this.watcher = watcher;
    }

    void touch(StepModel step) {
        if (!WorkflowUnsafe.isReplaying()) {
            watcher.changed(new RunChange(run.input.scope(), run.input.run(), run.status, change(step)));
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
