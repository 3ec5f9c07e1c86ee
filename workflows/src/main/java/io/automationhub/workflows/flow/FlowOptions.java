package io.automationhub.workflows.flow;

import io.automationhub.workflows.definition.PlannedCall;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How activities are carried. */
final class FlowOptions {

    /** A worker that is silent for this long is taken for dead; its call is given to another, under the same key. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Temporal's own name for an attempt that took too long: the interpreter's retry policy decides about it. */
    private static final String TOOK_TOO_LONG = "TemporalTimeout:StartToClose";

    /**
     * What Temporal does not retry: reported problems, which the interpreter retries where attempts are visible, and
     * defects, which no retry mends. What is left is the loss of a worker.
     */
    private static final String[] NOT_RETRIED = Stream.concat(
                    Arrays.stream(ProblemType.values()).map(ProblemType::slug),
                    Stream.of(
                            TOOK_TOO_LONG,
                            NullPointerException.class.getName(),
                            IllegalArgumentException.class.getName(),
                            IllegalStateException.class.getName(),
                            ClassCastException.class.getName(),
                            IndexOutOfBoundsException.class.getName(),
                            UnsupportedOperationException.class.getName()))
            .toArray(String[]::new);

    private static final RetryOptions REATTACH = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(10))
            .setMaximumAttempts(20)
            .setDoNotRetry(NOT_RETRIED)
            .build();

    private static final RetryOptions ONCE =
            RetryOptions.newBuilder().setMaximumAttempts(1).build();

    /** What must be recorded is tried until it is. */
    static final LocalActivityOptions RECORD = LocalActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(200))
                    .setBackoffCoefficient(2)
                    .setMaximumInterval(Duration.ofSeconds(20))
                    .build())
            .setDoNotIncludeArgumentsIntoMarker(true)
            .build();

    /** What is good to know may be lost. */
    static final LocalActivityOptions ADVISORY = LocalActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(2))
            .setRetryOptions(ONCE)
            .setDoNotIncludeArgumentsIntoMarker(true)
            .build();

    private FlowOptions() {}

    /** A call inside the workflow task; one attempt, the interpreter retries. */
    static LocalActivityOptions brief(PlannedCall call) {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(call.timeLimit())
                .setRetryOptions(ONCE)
                .setDoNotIncludeArgumentsIntoMarker(true)
                .build();
    }

    /**
     * A call as an ordinary activity. It waits for a worker without limit: an offline host is waited for.
     *
     * @param taskQueue null for the run's own
     */
    static ActivityOptions carried(PlannedCall call, @Nullable String taskQueue) {
        ActivityOptions.Builder options = ActivityOptions.newBuilder()
                .setStartToCloseTimeout(call.timeLimit())
                .setHeartbeatTimeout(HEARTBEAT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(REATTACH);
        if (taskQueue != null) {
            options.setTaskQueue(taskQueue);
        }
        return options.build();
    }
}
