package io.automationhub.workflows.flow;

import io.automationhub.workflows.flow.ConcurrencyWorkflow.Group;
import io.automationhub.workflows.flow.ConcurrencyWorkflow.Request;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;

/** Carries the messages by Temporal signals. */
public final class ClientConcurrencyActivities implements ConcurrencyActivities {

    private final WorkflowClient client;

    public ClientConcurrencyActivities(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public void request(String groupWorkflowId, String taskQueue, Request request) {
        ConcurrencyWorkflow group = client.newWorkflowStub(
                ConcurrencyWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(groupWorkflowId)
                        .setTaskQueue(taskQueue)
                        .build());
        BatchRequest batch = client.newSignalWithStartRequest();
        batch.add(group::serve, Group.empty());
        batch.add(group::request, request);
        client.signalWithStart(batch);
    }

    @Override
    public void release(String groupWorkflowId, String workflowId) {
        try {
            client.newWorkflowStub(ConcurrencyWorkflow.class, groupWorkflowId).release(workflowId);
        } catch (WorkflowNotFoundException e) {
            // The group is gone, and with it the place.
        }
    }

    @Override
    public boolean tell(String workflowId, Notice notice) {
        FlowWorkflow run = client.newWorkflowStub(FlowWorkflow.class, workflowId);
        try {
            switch (notice) {
                case GRANTED -> run.granted();
                case REFUSED -> run.refused("Another run holds the place, and this one does not wait");
                case SUPERSEDED -> run.cancel(new CancelRequest("A newer run took its place", true));
            }
            return true;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }

    @Override
    public boolean isOpen(String workflowId) {
        try {
            return client.newUntypedWorkflowStub(workflowId).describe().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }
}
