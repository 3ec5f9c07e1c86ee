package io.automationhub.workflows.flow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what runs report. */
final class RecordingRuns implements RunActivities, RunWatcher {

    private final List<RunStarted> started = new CopyOnWriteArrayList<>();
    private final List<RunChange> changes = new CopyOnWriteArrayList<>();
    private final List<RunRecord> finished = new CopyOnWriteArrayList<>();

    @Override
    public void started(RunStarted run) {
        started.add(run);
    }

    @Override
    public void changed(RunChange change) {
        changes.add(change);
    }

    @Override
    public void finished(RunRecord run) {
        finished.add(run);
    }

    List<RunStarted> started() {
        return started;
    }

    List<RunChange> changes() {
        return changes;
    }

    List<RunRecord> finished() {
        return finished;
    }
}
