package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.workflows.definition.expression.Expressions;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Map;

/** What a worker needs to run flows, besides the activities the hub implements. */
public final class FlowWorker {

    /** A busy machine may pause a workflow thread for more than the default second; that is no deadlock. */
    private static final Duration DEADLOCK = Duration.ofSeconds(15);

    /**
     * A cancel travels on the answer to a heartbeat, and the client holds back heartbeats for most of their time limit
     * unless told otherwise: this is how long a step goes on after it was canceled.
     */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private FlowWorker() {}

    /** Options to start from, for every worker that runs capabilities: the hub's own and those of hosts. */
    public static WorkerOptions.Builder options() {
        return WorkerOptions.newBuilder()
                .setDefaultDeadlockDetectionTimeout(DEADLOCK.toMillis())
                .setMaxHeartbeatThrottleInterval(HEARTBEAT)
                .setDefaultHeartbeatThrottleInterval(HEARTBEAT);
    }

    /**
     * Registers the workflows and the messages between them. The hub adds its own {@link RunActivities} and {@link
     * io.automationhub.workflows.host.HostActivities}.
     */
    public static void register(Worker worker, WorkflowClient client, RunWatcher watcher) {
        register(worker, client, watcher, FlowSettings.DEFAULT);
    }

    static void register(Worker worker, WorkflowClient client, RunWatcher watcher, FlowSettings settings) {
        warmUp();
        worker.registerWorkflowImplementationFactory(FlowWorkflow.class, () -> new FlowWorkflowImpl(settings, watcher));
        worker.registerWorkflowImplementationFactory(
                ConcurrencyWorkflow.class, () -> new ConcurrencyWorkflowImpl(settings));
        worker.registerActivitiesImplementations(new ClientConcurrencyActivities(client));
    }

    /** Loads the expression engine, so that the first run does not pay for it inside a workflow task. */
    private static void warmUp() {
        Expressions.resolve(JsonNodeFactory.instance.textNode("${{ inputs.x == null }}"), Map.of());
    }
}
