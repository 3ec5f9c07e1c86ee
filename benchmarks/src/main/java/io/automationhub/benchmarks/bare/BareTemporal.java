package io.automationhub.benchmarks.bare;

import io.automationhub.benchmarks.parts.Commands;
import io.automationhub.benchmarks.parts.Hub;
import io.automationhub.benchmarks.parts.Launch;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The bare worker in a process of its own, on the Temporal server of a hub, and a client that starts its workflows. */
public final class BareTemporal implements AutoCloseable {

    private final WorkflowClient client;
    private final Process process;

    /** Starts the worker; the first run waits until it is there. */
    public BareTemporal(Launch launch, Hub hub, Path folder) throws IOException {
        String target = "127.0.0.1:" + hub.embedded().getProperty("temporal.ports");
        process = launch.program(BareWorker.class, List.of(target), folder.resolve("bare-worker.log"));
        client = BareWorker.client(target);
    }

    /** Runs so many steps and waits for the end. */
    public long run(int steps, int n, boolean together) {
        return client.newWorkflowStub(
                        BareWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(BareWorker.QUEUE)
                                .setWorkflowId("bare-" + UUID.randomUUID())
                                .build())
                .run(steps, n, together);
    }

    @Override
    public void close() {
        client.getWorkflowServiceStubs().shutdownNow();
        Commands.end(process);
    }
}
