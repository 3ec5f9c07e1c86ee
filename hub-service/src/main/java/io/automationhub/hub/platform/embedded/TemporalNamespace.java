package io.automationhub.hub.platform.embedded;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The namespace the hub's workflows live in: registered once, with a retention of closed runs. */
final class TemporalNamespace {

    private static final Logger LOG = LoggerFactory.getLogger(TemporalNamespace.class);
    private static final long RETENTION_SECONDS = TimeUnit.DAYS.toSeconds(30);
    private static final long VISIBLE_WITHIN_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final long POLL_MILLIS = 50;
    private static final Set<Status.Code> NOT_YET = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

    private final WorkflowServiceStubs stubs;
    private final String name;

    TemporalNamespace(WorkflowServiceStubs stubs, String name) {
        this.stubs = stubs;
        this.name = name;
    }

    /** Registers the namespace unless it is there, and returns when every service of the server knows it. */
    void ensure() throws InterruptedException {
        long deadline = System.nanoTime() + VISIBLE_WITHIN_NANOS;
        if (patiently(deadline, this::exists)) {
            return;
        }
        LOG.info("Registering the Temporal namespace {}", name);
        patiently(deadline, this::register);
        while (!patiently(deadline, this::isKnownToAll)) {
            if (System.nanoTime() > deadline) {
                throw new EmbeddedException("The Temporal server does not take up the namespace " + name);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** A server that has only just come up on a busy machine may keep its first calls waiting for too long. */
    private static boolean patiently(long deadline, BooleanSupplier call) throws InterruptedException {
        while (true) {
            try {
                return call.getAsBoolean();
            } catch (StatusRuntimeException e) {
                if (!NOT_YET.contains(e.getStatus().getCode()) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Whether the namespace was not there before. */
    private boolean register() {
        try {
            stubs.blockingStub()
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(name)
                            .setDescription("Automation Hub")
                            .setWorkflowExecutionRetentionPeriod(
                                    Duration.newBuilder().setSeconds(RETENTION_SECONDS))
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
            return false;
        }
    }

    private boolean exists() {
        return answers(() -> stubs.blockingStub()
                .describeNamespace(
                        DescribeNamespaceRequest.newBuilder().setNamespace(name).build()));
    }

    /** Each service caches namespaces and refreshes every two seconds; this call passes through two of them. */
    private boolean isKnownToAll() {
        return answers(() -> stubs.blockingStub()
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(name)
                        .setTaskQueue(TaskQueue.newBuilder().setName("hub"))
                        .build()));
    }

    private static boolean answers(Runnable call) {
        try {
            call.run();
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
