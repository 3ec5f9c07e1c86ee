package io.automationhub.hub.features.workflows;

import io.automationhub.hub.features.runs.RunStarter;
import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.flow.CancelRequest;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Executes nothing, and keeps what it was to start. */
final class KeptStarter implements RunStarter {

    final List<FlowInput> started = new ArrayList<>();

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
        throw new UnsupportedOperationException();
    }

    @Override
    public void tell(RunId run, Arrival arrival) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(RunId run, boolean paused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean await(RunId run, Duration atMost) {
        return false;
    }
}
