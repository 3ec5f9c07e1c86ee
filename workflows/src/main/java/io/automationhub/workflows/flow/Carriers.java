package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.definition.PlannedCall;
import io.automationhub.workflows.host.HostActivities;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Takes a call to where it runs: inside the workflow task, to the hub's workers, or to a host. */
final class Carriers {

    private final Duration stopLimit;

    Carriers(Duration stopLimit) {
        this.stopLimit = stopLimit;
    }

    /**
     * Makes one attempt and waits for its end.
     *
     * @param stop turns true when the attempt is to be canceled; it is then waited for, up to a limit
     * @throws io.temporal.failure.TemporalFailure when it failed
     */
    JsonNode invoke(PlannedCall plan, CapabilityCall call, Supplier<Boolean> stop) {
        return plan.brief() ? brief(plan, call) : carried(plan, call, stop);
    }

    /** Too short to be worth canceling. */
    private static JsonNode brief(PlannedCall plan, CapabilityCall call) {
        return Workflow.newLocalActivityStub(HostActivities.class, FlowOptions.brief(plan))
                .invoke(call);
    }

    private JsonNode carried(PlannedCall plan, CapabilityCall call, Supplier<Boolean> stop) {
        String host = plan.placement() == Placement.HOST ? call.host() : null;
        String queue = host == null || host.equals(HostActivities.LOCAL) ? null : HostActivities.taskQueue(host);
        HostActivities activities = Workflow.newActivityStub(HostActivities.class, FlowOptions.carried(plan, queue));
        AtomicReference<Promise<JsonNode>> result = new AtomicReference<>();
        CancellationScope scope =
                Workflow.newDetachedCancellationScope(() -> result.set(Async.function(activities::invoke, call)));
        scope.run();
        Promise<JsonNode> promise = result.get();
        Workflow.await(() -> promise.isCompleted() || stop.get());
        if (!promise.isCompleted()) {
            scope.cancel("the step is to stop");
            if (!Pauses.until(stopLimit, promise::isCompleted)) {
                throw new NotStopped(stopLimit);
            }
        }
        return promise.get();
    }

    /** A canceled attempt that did not end within the limit; it is left behind. */
    static final class NotStopped extends RuntimeException {

        NotStopped(Duration limit) {
            super("The step did not stop within " + Failures.text(limit) + " and was left behind");
        }
    }
}
