package io.automationhub.workflows.flow;

import io.temporal.workflow.Workflow;
import java.util.function.Supplier;

/**
 * Every call passes here before it begins, which is where a run can be cut and continued as new: nothing is in flight
 * then, and what waits for its turn is carried over.
 */
final class Gate {

    private final FlowSettings settings;
    private final Supplier<Boolean> mayCut;
    private int inFlight;
    private boolean closed;

    /**
     * @param mayCut whether the run can continue as new at all
     */
    Gate(FlowSettings settings, Supplier<Boolean> mayCut) {
        this.settings = settings;
        this.mayCut = mayCut;
    }

    /** Lets a call begin; does not return when the run is about to be cut. */
    void enter() {
        long events = Workflow.getInfo().getHistoryLength();
        boolean wanted = (inFlight == 0 && events >= settings.cutAt()) || events >= settings.cutBy();
        if (wanted && mayCut.get()) {
            closed = true;
        }
        if (closed) {
            Workflow.await(() -> false);
        }
        inFlight++;
    }

    void leave() {
        inFlight--;
    }

    /** Whether the run is to be cut now. */
    boolean isTimeToCut() {
        return closed && inFlight == 0;
    }
}
