package io.automationhub.hub.features.runs;

import io.automationhub.workflows.flow.RunActivities.RunRecord;
import io.automationhub.workflows.flow.RunActivities.RunStarted;
import org.jdbi.v3.core.Handle;

/** Another feature that keeps a projection of runs. Called in the transaction that records the change, once. */
public interface RunListener {

    /** The run began. */
    void started(Handle handle, RunStarted run);

    /** The run ended. */
    void finished(Handle handle, RunRecord run);
}
