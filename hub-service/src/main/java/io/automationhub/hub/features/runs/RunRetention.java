package io.automationhub.hub.features.runs;

import io.automationhub.hub.features.logs.LogRetention;
import io.automationhub.hub.features.runs.RunRetentionDao.Removable;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.temporal.StepJournal;
import io.automationhub.workflows.definition.RetentionRule;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Removes old runs with their logs and journal entries, in small transactions; to be called now and then, by any replica. A
 * run that goes on is never removed, and one of a deployment only with it.
 */
public final class RunRetention {

    private static final int BATCH = 200;

    private final Transactions transactions;
    private final Duration age;
    private final Supplier<List<Ruled>> ruled;
    private final Clock clock;

    /**
     * Sets the bounds.
     *
     * @param age runs that ended longer ago are removed, unless their workflow has a rule of its own
     * @param ruled the workflows that have one
     */
    public RunRetention(Transactions transactions, Duration age, Supplier<List<Ruled>> ruled, Clock clock) {
        this.transactions = transactions;
        this.age = age;
        this.ruled = ruled;
        this.clock = clock;
    }

    /** A workflow with a rule of its own. */
    public record Ruled(OrganizationId organization, UUID workflow, RetentionRule rule) {}

    /** Removes what need not be kept; how many runs went. */
    public int run() {
        List<Ruled> rules = ruled.get();
        int removed = 0;
        for (Ruled workflow : rules) {
            removed += ofWorkflow(workflow);
        }
        Instant before = clock.instant().minus(age);
        // A run's id is not younger than its end.
        UUID bound = new UUID(before.toEpochMilli() << 16, 0);
        UUID[] others = rules.stream().map(Ruled::workflow).toArray(UUID[]::new);
        return removed + inBatches(dao -> dao.others(bound, before, others, BATCH));
    }

    private int ofWorkflow(Ruled workflow) {
        UUID organization = workflow.organization().value();
        Integer days = workflow.rule().days();
        Integer runs = workflow.rule().runs();
        Instant before = clock.instant().minus(days == null ? age : Duration.ofDays(days));
        int removed = inBatches(dao -> dao.ended(organization, workflow.workflow(), before, BATCH));
        if (runs != null) {
            removed += inBatches(dao -> dao.beyond(organization, workflow.workflow(), runs, BATCH));
        }
        return removed;
    }

    private int inBatches(Function<RunRetentionDao, List<Removable>> finder) {
        int removed = 0;
        int batch;
        do {
            batch = transactions.asSystem(handle -> remove(handle, finder));
            removed += batch;
        } while (batch == BATCH);
        return removed;
    }

    private static int remove(Handle handle, Function<RunRetentionDao, List<Removable>> finder) {
        RunRetentionDao dao = handle.attach(RunRetentionDao.class);
        List<Removable> found = finder.apply(dao);
        List<UUID> gone = dao.delete(found.stream().map(Removable::id).toArray(UUID[]::new));
        List<Removable> removed =
                found.stream().filter(run -> gone.contains(run.id())).toList();
        List<RunId> runs = removed.stream().map(run -> new RunId(run.id())).toList();
        LogRetention.removeRuns(
                handle, removed.stream().map(Removable::organizationId).toList(), runs);
        StepJournal.forget(handle, runs);
        return removed.size();
    }
}
