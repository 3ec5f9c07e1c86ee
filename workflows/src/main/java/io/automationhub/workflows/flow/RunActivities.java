package io.automationhub.workflows.flow;

import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.RunId;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;

/** What a run tells the hub of itself. Every method is idempotent: it may be called again with the same argument. */
@ActivityInterface(namePrefix = "Run.")
public interface RunActivities {

    /** The run got its place and begins. Tried until it succeeds, before the first step. */
    void started(RunStarted run);

    /** Some steps changed; only of runs begun before {@link RunWatcher} was told. Advisory, its failure changes nothing. */
    void changed(RunWatcher.RunChange change);

    /** The run ended: its one final record. Tried until it succeeds. */
    void finished(RunRecord run);

    /**
     * A run begins.
     *
     * @param workflowId of the Temporal workflow
     */
    record RunStarted(WorkScope scope, RunId run, String workflowId, Instant startedAt) {}

    /** A run that ended, whole. */
    record RunRecord(WorkScope scope, RunId run, FlowState state) {}
}
