package io.automationhub.workflows.flow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Waiting in workflow time. */
final class Pauses {

    private Pauses() {}

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /**
     * Waits until a condition holds or the time is over; no timer is left behind.
     *
     * @return whether the condition holds
     */
    static boolean until(Duration limit, Supplier<Boolean> condition) {
        if (condition.get() || limit.isNegative() || limit.isZero()) {
            return condition.get();
        }
        AtomicReference<Promise<Void>> timer = new AtomicReference<>();
        CancellationScope scope = Workflow.newDetachedCancellationScope(() -> timer.set(Workflow.newTimer(limit)));
        scope.run();
        Workflow.await(() -> timer.get().isCompleted() || condition.get());
        if (!timer.get().isCompleted()) {
            scope.cancel();
        }
        return condition.get();
    }
}
