package io.automationhub.hub.platform.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The connection to a Temporal server, made when first used and made again whenever it is lost. */
public final class TemporalConnection implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final WorkflowServiceStubs service;
    private final WorkflowClient client;
    private final LostTasks lost;

    private TemporalConnection(
            WorkflowServiceStubs service, String namespace, DataConverter converter, HeldTasks tasks) {
        this.service = service;
        this.lost = new LostTasks(service.blockingStub(), namespace, tasks);
        this.client = WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(converter)
                        .build());
    }

    /**
     * To a server at {@code host:port}; does not wait for it.
     *
     * @param tasks where the tasks that come over it are remembered until they are answered
     */
    public static TemporalConnection to(String target, String namespace, DataConverter converter, HeldTasks tasks) {
        return new TemporalConnection(
                WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                        .setTarget(target)
                        .setGrpcCompression(isThisMachine(target) ? GrpcCompression.NONE : GrpcCompression.GZIP)
                        .setGrpcClientInterceptors(List.of(new TaskObserver(tasks)))
                        .build()),
                namespace,
                converter,
                tasks);
    }

    /** What stays on the machine costs more to compress than to send. */
    private static boolean isThisMachine(String target) {
        return target.startsWith("127.") || target.startsWith("localhost:") || target.startsWith("[::1]:");
    }

    /** Gives back, in the background, what a predecessor held when it was killed. */
    public void giveBackLostTasks() {
        Thread.ofVirtual().name("lost-tasks").start(lost);
    }

    public WorkflowClient client() {
        return client;
    }

    /** Whether the server answers within the time. */
    public boolean answers(Duration within) {
        try {
            service.blockingStub()
                    .withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        service.shutdown();
        service.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        service.shutdownNow();
    }
}
