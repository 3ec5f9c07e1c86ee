package io.automationhub.workflows.flow;

import io.automationhub.workflows.flow.ConcurrencyWorkflow.Request;
import io.temporal.activity.ActivityInterface;

/** Carries messages between runs and concurrency groups. Every message may be delivered more than once. */
@ActivityInterface(namePrefix = "Concurrency.")
public interface ConcurrencyActivities {

    /** Asks a group for a place, starting the group's workflow when it does not run. */
    void request(String groupWorkflowId, String taskQueue, Request request);

    /** Gives a place back; nothing happens when the group is gone. */
    void release(String groupWorkflowId, String workflowId);

    /**
     * Tells a run what became of its request.
     *
     * @return whether the run was still there to be told
     */
    boolean tell(String workflowId, Notice notice);

    /** Whether a workflow still runs. */
    boolean isOpen(String workflowId);

    /** What a group tells a run. */
    enum Notice {
        /** It has its place. */
        GRANTED,
        /** There is no place and it did not want to wait. */
        REFUSED,
        /** A newer run takes its place: it cancels itself. */
        SUPERSEDED
    }
}
