package io.automationhub.agents.analytics;

import io.automationhub.workflows.agent.WorkScope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the runs of an organization went. */
@FunctionalInterface
public interface RunStatistics {

    /**
     * Runs that have ended, by workflow, those with the most runs first, 200 at most.
     *
     * @param since when the earliest was asked for
     * @param until before when the last was asked for
     * @param workflow only this, or null for all
     */
    List<OfWorkflow> ended(WorkScope scope, Instant since, Instant until, @Nullable UUID workflow);

    /**
     * Runs of one workflow; durations in seconds from start to end.
     *
     * @param workflow null for runs without one, such as deployments
     * @param name the workflow's, or what the runs without one are called
     */
    record OfWorkflow(
            @Nullable UUID workflow,
            String name,
            long runs,
            long succeeded,
            long failed,
            long canceled,
            @Nullable Double meanSeconds,
            @Nullable Double p50Seconds,
            @Nullable Double p95Seconds) {}
}
