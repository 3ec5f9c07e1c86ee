package io.automationhub.workflows.flow;

import io.automationhub.workflows.ids.RunId;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One run of a plan. A run that fails ends normally, with an outcome that says so. */
@WorkflowInterface
public interface FlowWorkflow {

    /** The name workers and clients know it by. */
    String TYPE = "Flow";

    /** Runs the plan to its end. */
    @WorkflowMethod(name = TYPE)
    FlowOutcome run(FlowInput input);

    /** Asks the run to stop: running steps are canceled and waited for, then what had succeeded is undone. */
    @SignalMethod
    void cancel(CancelRequest request);

    /** Says that the run has its place in the concurrency group; sent by {@link ConcurrencyWorkflow}. */
    @SignalMethod
    void granted();

    /** Says that the concurrency group refused the run; sent by {@link ConcurrencyWorkflow}. */
    @SignalMethod
    void refused(String reason);

    /** Says that something came which a call waits for; what no call waits for is ignored. */
    @SignalMethod
    void arrived(Arrival arrival);

    /** Asks the run to begin nothing further; what runs or waits goes on to its end. */
    @SignalMethod
    void pause();

    /** Asks a paused run to go on. */
    @SignalMethod
    void resume();

    /** The run as it is now. */
    @QueryMethod
    FlowState state();

    /** Id of the Temporal workflow of a run. */
    static String workflowId(RunId run) {
        return "run-" + run;
    }
}
