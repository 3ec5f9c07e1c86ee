package io.automationhub.workflows.flow;

import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run tells the hub of itself. Every method is idempotent: it may be called again with the same argument. */
@ActivityInterface(namePrefix = "Run.")
public interface RunActivities {

    /** The run got its place and begins. Tried until it succeeds, before the first step. */
    void started(RunStarted run);

    /** Some steps changed. Advisory and batched: it may be lost, and its failure changes nothing. */
    void changed(RunChange change);

    /** The run ended: its one final record. Tried until it succeeds. */
    void finished(RunRecord run);

    /**
     * A run begins.
     *
     * @param workflowId of the Temporal workflow
     */
    record RunStarted(WorkScope scope, RunId run, String workflowId, Instant startedAt) {}

    /** Steps that changed since the last change, and the run's status; no inputs or outputs. */
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

    /** A run that ended, whole. */
    record RunRecord(WorkScope scope, RunId run, FlowState state) {}
}
