package io.automationhub.hub.platform.temporal;

import com.google.protobuf.ByteString;
import io.automationhub.hub.platform.temporal.HeldTasks.Held;
import io.automationhub.hub.platform.temporal.HeldTasks.Kind;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import org.jspecify.annotations.Nullable;

/** Sees the tasks that come over the connection, polled or handed over eagerly, and the answers that go back. */
final class TaskObserver implements ClientInterceptor {

    private final HeldTasks tasks;

    TaskObserver(HeldTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {

            private volatile @Nullable Held answered;

            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<A>(listener) {
                            @Override
                            public void onMessage(A message) {
                                taken(message);
                                super.onMessage(message);
                            }

                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                ended(answered, status);
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }

            @Override
            public void sendMessage(Q message) {
                answered = answer(message);
                super.sendMessage(message);
            }
        };
    }

    private void taken(Object message) {
        switch (message) {
            case PollWorkflowTaskQueueResponse polled -> hold(polled);
            case PollActivityTaskQueueResponse polled -> hold(Kind.ACTIVITY, polled.getTaskToken());
            case StartWorkflowExecutionResponse started -> hold(started.getEagerWorkflowTask());
            case RespondWorkflowTaskCompletedResponse next -> {
                hold(next.getWorkflowTask());
                next.getActivityTasksList().forEach(eager -> hold(Kind.ACTIVITY, eager.getTaskToken()));
            }
            default -> {}
        }
    }

    private void hold(PollWorkflowTaskQueueResponse task) {
        // Whoever asked a query is gone with the program; there is nobody to answer.
        if (!task.hasQuery()) {
            hold(Kind.WORKFLOW, task.getTaskToken());
        }
    }

    private void hold(Kind kind, ByteString token) {
        if (!token.isEmpty()) {
            tasks.hold(kind, token);
        }
    }

    private static @Nullable Held answer(Object message) {
        return switch (message) {
            case RespondWorkflowTaskCompletedRequest done -> new Held(Kind.WORKFLOW, done.getTaskToken());
            case RespondWorkflowTaskFailedRequest failed -> new Held(Kind.WORKFLOW, failed.getTaskToken());
            case RespondActivityTaskCompletedRequest done -> new Held(Kind.ACTIVITY, done.getTaskToken());
            case RespondActivityTaskFailedRequest failed -> new Held(Kind.ACTIVITY, failed.getTaskToken());
            case RespondActivityTaskCanceledRequest canceled -> new Held(Kind.ACTIVITY, canceled.getTaskToken());
            default -> null;
        };
    }

    private void ended(@Nullable Held answered, Status status) {
        // Not found: the attempt has been given to somebody else. Anything but these two is answered again.
        if (answered != null && (status.isOk() || status.getCode() == Status.Code.NOT_FOUND)) {
            tasks.forget(answered.kind(), answered.token());
        }
    }
}
