package io.automationhub.agents.analytics;

import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.agents.analytics.RunStatistics.OfWorkflow;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.definition.Durations;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Figures out of lists given as input, and out of what the hub knows of its runs. */
public final class AnalyticsAgent extends TypedAgent {

    private static final Duration LONGEST = Duration.ofDays(366);

    record Runs(String over, @Nullable String workflow) {}

    /** The rate is of those that ended well among all, 0 to 1; null without runs. */
    record Result(
            Instant since,
            Instant until,
            long runs,
            long succeeded,
            long failed,
            long canceled,
            @Nullable Double successRate,
            List<OfWorkflow> workflows) {}

    /** Knows of runs what the port tells. */
    public AnalyticsAgent(RunStatistics runs, InstantSource clock) {
        super(
                "analytics",
                Handler.on("summarize", Summaries.Summarize.class, Summaries.Summary.class, Summaries::summarize),
                Handler.on("time-series", Summaries.Series.class, Summaries.Buckets.class, Summaries::series),
                Handler.on("trend", Trends.Row.class, Trends.Trend.class, Trends::trend),
                Handler.on("anomalies", Trends.Screened.class, Trends.Anomalies.class, Trends::anomalies),
                Handler.on("runs", Runs.class, Result.class, (input, context) -> runs(runs, clock, input, context)));
    }

    private static Result runs(RunStatistics statistics, InstantSource clock, Runs in, CapabilityContext context) {
        Duration over = Durations.parse(in.over())
                .filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> ProblemException.invalid("/over", "Must be a time such as 7d, of 366 days at most"));
        Instant until = clock.instant();
        Instant since = until.minus(over);
        List<OfWorkflow> found = statistics.ended(context.call().scope(), since, until, workflow(in.workflow()));
        long runs = found.stream().mapToLong(OfWorkflow::runs).sum();
        long succeeded = found.stream().mapToLong(OfWorkflow::succeeded).sum();
        return new Result(
                since,
                until,
                runs,
                succeeded,
                found.stream().mapToLong(OfWorkflow::failed).sum(),
                found.stream().mapToLong(OfWorkflow::canceled).sum(),
                runs == 0 ? null : (double) succeeded / runs,
                found);
    }

    private static @Nullable UUID workflow(@Nullable String id) {
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("/workflow", "Must be the id of a workflow");
        }
    }
}
