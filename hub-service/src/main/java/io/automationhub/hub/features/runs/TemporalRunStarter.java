package io.automationhub.hub.features.runs;

import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.flow.CancelRequest;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowOutcome;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.FlowWorkflow;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Executes runs as Temporal workflows, one workflow id for each run. */
public final class TemporalRunStarter implements RunStarter {

    private final WorkflowClient client;
    private final String taskQueue;

    public TemporalRunStarter(WorkflowClient client, String taskQueue) {
        this.client = client;
        this.taskQueue = taskQueue;
    }

    @Override
    public void start(FlowInput input) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(FlowWorkflow.workflowId(input.run()))
                .setTaskQueue(taskQueue)
                // A run is executed once: a second start, however late, must find the first.
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setDisableEagerExecution(false)
                .build();
        try {
            client.newUntypedWorkflowStub(FlowWorkflow.TYPE, options).start(input);
        } catch (WorkflowExecutionAlreadyStarted e) {
            // What was wanted has happened before.
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            throw away(e);
        }
    }

    @Override
    public Optional<FlowState> state(RunId run) {
        try {
            return Optional.of(stub(run).query("state", FlowState.class));
        } catch (WorkflowNotFoundException e) {
            return Optional.empty();
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            throw away(e);
        }
    }

    @Override
    public void cancel(RunId run, CancelRequest request) {
        signal(run, "cancel", request);
    }

    @Override
    public void tell(RunId run, Arrival arrival) {
        signal(run, "arrived", arrival);
    }

    @Override
    public void pause(RunId run, boolean paused) {
        signal(run, paused ? "pause" : "resume");
    }

    private void signal(RunId run, String name, Object... arguments) {
        try {
            stub(run).signal(name, arguments);
        } catch (WorkflowNotFoundException e) {
            // It has ended in the meantime.
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            throw away(e);
        }
    }

    @Override
    public boolean await(RunId run, Duration atMost) {
        try {
            @Nullable
            FlowOutcome outcome = stub(run).getResult(atMost.toMillis(), TimeUnit.MILLISECONDS, FlowOutcome.class);
            return outcome != null;
        } catch (TimeoutException e) {
            return false;
        } catch (WorkflowNotFoundException e) {
            return false;
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            throw away(e);
        }
    }

    private WorkflowStub stub(RunId run) {
        return client.newUntypedWorkflowStub(FlowWorkflow.workflowId(run));
    }

    private static ProblemException away(RuntimeException e) {
        Throwable root = e;
        while (root != null) {
            if (root instanceof StatusRuntimeException status) {
                Status.Code code = status.getStatus().getCode();
                // A failed precondition: the workflow's last task has failed and the next has not run yet.
                if (code == Status.Code.UNAVAILABLE
                        || code == Status.Code.FAILED_PRECONDITION
                        || code == Status.Code.DEADLINE_EXCEEDED
                        || code == Status.Code.RESOURCE_EXHAUSTED) {
                    return new ProblemException(ProblemType.UNAVAILABLE, "Temporal does not answer", e);
                }
            }
            root = root.getCause();
        }
        throw e;
    }
}
