package io.automationhub.hub.features.runs;

import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.flow.CancelRequest;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.util.Optional;

/** Where runs are executed. */
public interface RunStarter {

    /**
     * Starts the workflow of a run; starting it again changes nothing.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code unavailable} when Temporal is away
     */
    void start(FlowInput input);

    /** The state of an open run; empty when it is not known, {@code unavailable} when Temporal is away. */
    Optional<FlowState> state(RunId run);

    /** Asks a run to stop; does nothing to one that has ended. */
    void cancel(RunId run, CancelRequest request);

    /** Tells a run what came for one of its calls; does nothing to one that has ended. */
    void tell(RunId run, Arrival arrival);

    /** Asks a run to begin nothing further, or to go on; does nothing to one that has ended. */
    void pause(RunId run, boolean paused);

    /** Waits until the run has ended; false when it has not in time. */
    boolean await(RunId run, Duration atMost);
}
