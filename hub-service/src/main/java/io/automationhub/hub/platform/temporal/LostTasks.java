package io.automationhub.hub.platform.temporal;

import com.google.protobuf.util.Durations;
import io.automationhub.hub.platform.temporal.HeldTasks.Held;
import io.automationhub.hub.platform.temporal.HeldTasks.Kind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what a killed predecessor held, beside everything else a start does. A token names one attempt, so an
 * attempt that went to somebody else meanwhile is not touched: Temporal answers that it does not know the token.
 */
final class LostTasks implements Runnable {

    /** Type of the failure an attempt ends with when its worker is gone; it is retried under the same key. */
    static final String WORKER_STOPPED = "worker_stopped";

    private static final Logger LOG = LoggerFactory.getLogger(LostTasks.class);
    private static final String REASON = "The hub that ran it has ended";

    /** As long as Temporal takes over its shards after a start; then its own time limits are as quick. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Set<Status.Code> NOT_YET = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.ABORTED,
            Status.Code.CANCELLED);

    private final WorkflowServiceBlockingStub service;
    private final String namespace;
    private final HeldTasks tasks;

    LostTasks(WorkflowServiceBlockingStub service, String namespace, HeldTasks tasks) {
        this.service = service;
        this.namespace = namespace;
        this.tasks = tasks;
    }

    @Override
    public void run() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int given = 0;
        try {
            for (Held task : tasks.left()) {
                while (!giveBack(task)) {
                    if (System.nanoTime() > deadline) {
                        LOG.warn("Temporal does not take back what an earlier hub held; it will time out by itself");
                        return;
                    }
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
                tasks.forget(task.kind(), task.token());
                given++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (given > 0) {
            LOG.info("Gave back {} tasks that an earlier hub held", given);
        }
    }

    /** Whether Temporal has heard of it. */
    private boolean giveBack(Held task) {
        WorkflowServiceBlockingStub stub = service.withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (task.kind() == Kind.WORKFLOW) {
                stub.respondWorkflowTaskFailed(RespondWorkflowTaskFailedRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskToken(task.token())
                        .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE)
                        .setFailure(failure())
                        .build());
            } else {
                stub.respondActivityTaskFailed(RespondActivityTaskFailedRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskToken(task.token())
                        .setFailure(failure())
                        .build());
            }
            return true;
        } catch (StatusRuntimeException e) {
            LOG.debug("A task of an earlier hub: {}", e.getStatus());
            return !NOT_YET.contains(e.getStatus().getCode());
        }
    }

    /** Another attempt may begin at once: the reason for a pause between attempts is not there. */
    private static Failure failure() {
        return Failure.newBuilder()
                .setMessage(REASON)
                .setApplicationFailureInfo(ApplicationFailureInfo.newBuilder()
                        .setType(WORKER_STOPPED)
                        .setNextRetryDelay(Durations.fromMillis(1)))
                .build();
    }
}
