package io.automationhub.hub.features.runs;

import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.flow.CancelRequest;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executes nothing, and remembers what it was asked for. */
final class FakeStarter implements RunStarter {

    final List<RunId> canceled = new ArrayList<>();
    final Map<RunId, FlowState> live = new LinkedHashMap<>();

    @Override
    public void start(FlowInput input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<FlowState> state(RunId run) {
        return Optional.ofNullable(live.get(run));
    }

    @Override
    public void cancel(RunId run, CancelRequest request) {
        canceled.add(run);
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
        throw new UnsupportedOperationException();
    }
}
