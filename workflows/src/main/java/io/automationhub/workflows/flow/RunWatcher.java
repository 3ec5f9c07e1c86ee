package io.automationhub.workflows.flow;

import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears of steps as they change, outside of Temporal's history: nothing is added to a run for it and nothing of a run
 * depends on it. It is called once as the change happens, not when the history is replayed; what is lost with a process
 * is in the run's state, which can always be asked.
 */
@FunctionalInterface
public interface RunWatcher {

    /** Hears nothing. */
    RunWatcher NONE = change -> {};

    /** Steps changed. Called by the thread that carries the workflow: returns at once and never throws. */
    void changed(RunChange change);

    /** Steps that changed, and the run's status; no inputs or outputs. */
    record RunChange(WorkScope scope, RunId run, RunStatus status, List<StepChange> steps) {}

    /**
     * One step now.
     *
     * @param attempts how many there were in all
     * @param itemsEnded items of {@code forEach} that are final
     * @param items of {@code forEach}; 0 for other steps
     */
    record StepChange(
            String id,
            StepStatus status,
            int attempts,
            int itemsEnded,
            int items,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Problem error) {}
}
