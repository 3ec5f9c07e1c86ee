package io.automationhub.hub.features.triggers;

import io.automationhub.hub.features.runs.RunStarter;
import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.flow.CancelRequest;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes runs and executes none. */
public final class RecordingStarter implements RunStarter {

    private final List<FlowInput> started = new CopyOnWriteArrayList<>();

    /** What was started, in order. */
    public List<FlowInput> started() {
        return List.copyOf(started);
    }

    @Override
    public void start(FlowInput input) {
        started.add(input);
    }

    @Override
    public Optional<FlowState> state(RunId run) {
        return Optional.empty();
    }

    @Override
    public void cancel(RunId run, CancelRequest request) {
        throw new UnsupportedOperationException("No trigger cancels a run");
    }

    @Override
    public void tell(RunId run, Arrival arrival) {
        throw new UnsupportedOperationException("No trigger answers a run");
    }

    @Override
    public void pause(RunId run, boolean paused) {
        throw new UnsupportedOperationException("No trigger pauses a run");
    }

    @Override
    public boolean await(RunId run, Duration atMost) {
        return false;
    }
}
