package io.automationhub.benchmarks.bare;

import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Temporal worker with ordinary activities and the client's own settings. Argument: the server's address. */
public final class BareWorker {

    /** The task queue it polls. */
    public static final String QUEUE = "bare";

    private BareWorker() {}

    /** Works until it is ended. */
    public static void main(String[] arguments) {
        WorkerFactory factory = WorkerFactory.newInstance(client(arguments[0]));
        Worker worker = factory.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(Steps.class);
        worker.registerActivitiesImplementations(new BareActivities.Computing());
        factory.start();
    }

    /** A client of the server at {@code host:port}. */
    public static WorkflowClient client(String target) {
        return WorkflowClient.newInstance(WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build()));
    }

    /** The steps. */
    public static final class Steps implements BareWorkflow {

        private final BareActivities activities = Workflow.newActivityStub(
                BareActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(1))
                        .build());

        @Override
        public long run(int steps, int n, boolean together) {
            if (together) {
                List<Promise<Long>> all = new ArrayList<>();
                for (int i = 0; i < steps; i++) {
                    all.add(Async.function(activities::compute, n));
                }
                Promise.allOf(all).get();
                return all.getLast().get();
            }
            long last = 0;
            for (int i = 0; i < steps; i++) {
                last = activities.compute(n);
            }
            return last;
        }
    }
}
