package io.automationhub.hub.features.waits;

import io.automationhub.hub.features.runs.RunListener;
import io.automationhub.workflows.flow.RunActivities.RunRecord;
import io.automationhub.workflows.flow.RunActivities.RunStarted;
import java.time.Clock;
import org.jdbi.v3.core.Handle;

/** Closes whatever a run still waited for when it ended. */
public final class WaitCloser implements RunListener {

    private final Clock clock;

    public WaitCloser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void started(Handle handle, RunStarted run) {
        // Nothing waits yet.
    }

    @Override
    public void finished(Handle handle, RunRecord run) {
        handle.attach(WaitDao.class).closeAll(run.run().value(), clock.instant());
    }
}
