package io.automationhub.hub.platform.temporal;

import io.automationhub.workflows.flow.FlowWorker;
import io.automationhub.workflows.flow.RunActivities;
import io.automationhub.workflows.flow.RunWatcher;
import io.automationhub.workflows.flow.WaitActivities;
import io.automationhub.workflows.host.HostActivities;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The workers of this process: for workflows, work without a host, and the work of its own machine. */
public final class Workers implements AutoCloseable {

    /** Where workflows, work without a host and the work of the hub's own machine run. */
    public static final String HUB_QUEUE = "hub";

    /** After a kill, a workflow task sent to the dead worker is given to another one this much later. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final WorkerFactory factory;

    public Workers(
            WorkflowClient client,
            HostActivities capabilities,
            RunActivities runs,
            WaitActivities waits,
            RunWatcher watcher) {
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkflowCacheSize(600)
                        .build());
        Worker hub = factory.newWorker(HUB_QUEUE, options());
        FlowWorker.register(hub, client, watcher);
        hub.registerActivitiesImplementations(capabilities, runs, waits);
        // Steps of runs under way that an earlier version sent to this machine by its name wait for it there.
        Worker named = factory.newWorker(HostActivities.taskQueue(HostActivities.LOCAL), options());
        named.registerActivitiesImplementations(capabilities);
    }

    private static WorkerOptions options() {
        return FlowWorker.options()
                .setUsingVirtualThreads(true)
                .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
                .build();
    }

    /** Begins to poll. */
    public void start() {
        factory.start();
    }

    /** Stops polling, lets short work end, and leaves long work to the next worker. */
    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
