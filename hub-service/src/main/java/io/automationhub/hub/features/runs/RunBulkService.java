package io.automationhub.hub.features.runs;

import io.automationhub.hub.features.runs.BulkAnswer.Item;
import io.automationhub.hub.features.runs.BulkAnswer.Outcome;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does to many runs what can be done to one, each in a transaction of its own. What was done is not done again by the same
 * request: a canceled run has ended, and one that was run again is no longer looked for. So it may be cut short anywhere.
 */
public final class RunBulkService {

    /** The most runs of one request. */
    static final int MOST = 1_000;

    /** After so long the rest is left, so that the client gets its answer. */
    private static final Duration TIME = Duration.ofSeconds(20);

    private static final List<String> NOT_WELL = List.of("failed", "canceled");

    private final RunQueryService queries;
    private final RunService runs;
    private final RunRetrier retrier;
    private final LongSupplier nanos;

    /** @param nanos what {@link System#nanoTime} tells */
    public RunBulkService(RunQueryService queries, RunService runs, RunRetrier retrier, LongSupplier nanos) {
        this.queries = queries;
        this.runs = runs;
        this.retrier = retrier;
        this.nanos = nanos;
    }

    /** Asks the open ones to stop. */
    public BulkAnswer cancel(Caller caller, BulkCancel request) {
        RunFilter filter = queries.filter(caller, request.where(), "/where").open();
        return each(caller, filter, request.limit(), request.dryRun(), run -> {
            runs.cancel(caller, run, "Canceled by " + caller.subject() + " with others");
            return new Item(run, Outcome.CANCELING, null, null, null);
        });
    }

    /** Starts new runs in the place of ended ones; of those that did not end well where no status is asked for. */
    public BulkAnswer retry(Caller caller, BulkRetry request) {
        RunFilter filter =
                queries.filter(caller, withStatus(request.where()), "/where").endedAndUnretried();
        return each(caller, filter, request.limit(), request.dryRun(), run -> {
            Run started = retrier.retry(caller, run, new RetryRun(request.fromStep(), null, request.version()));
            return new Item(run, Outcome.RETRIED, started.id(), null, null);
        });
    }

    private BulkAnswer each(
            Caller caller,
            RunFilter filter,
            @Nullable Integer limit,
            @Nullable Boolean dryRun,
            Function<RunId, Item> action) {
        long end = nanos.getAsLong() + TIME.toNanos();
        int most = limit == null ? MOST : limit;
        boolean dry = Boolean.TRUE.equals(dryRun);
        List<RunSummary> found = queries.list(caller, filter, RunSort.NEWEST, null, most + 1);
        List<Item> items = new ArrayList<>();
        for (RunSummary run : found.subList(0, Math.min(most, found.size()))) {
            if (dry) {
                items.add(new Item(run.id(), Outcome.MATCHED, null, null, null));
            } else if (nanos.getAsLong() - end > 0) {
                items.add(new Item(run.id(), Outcome.NOT_REACHED, null, null, null));
            } else {
                items.add(attempt(run.id(), action));
            }
        }
        return new BulkAnswer(dry, items.size(), found.size() > most, items);
    }

    private static Item attempt(RunId run, Function<RunId, Item> action) {
        try {
            return action.apply(run);
        } catch (ProblemException e) {
            return new Item(run, Outcome.REFUSED, null, e.type().slug(), e.detail());
        }
    }

    private static RunSelection withStatus(RunSelection where) {
        if (where.status() != null && !where.status().isEmpty()) {
            return where;
        }
        return new RunSelection(
                where.workflow(),
                NOT_WELL,
                where.from(),
                where.to(),
                where.trigger(),
                where.triggerId(),
                where.requestedBy(),
                where.retryOf(),
                where.error(),
                where.failedStep(),
                where.q());
    }
}
