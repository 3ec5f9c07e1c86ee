package io.automationhub.hub.features.logs;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Deletes old log lines; to be called now and then, by any replica. Interrupted, it goes on the next time. */
public final class LogRetention {

    private static final int BATCH = 500;

    private final Transactions transactions;
    private final Duration age;
    private final long instanceBytes;

    /**
     * Sets the bounds.
     *
     * @param age groups nothing was written to for so long are deleted, and older lines of instances
     * @param instanceBytes raw bytes of an instance's lines beyond which its oldest are deleted
     */
    public LogRetention(Transactions transactions, Duration age, long instanceBytes) {
        this.transactions = transactions;
        this.age = age;
        this.instanceBytes = instanceBytes;
    }

    /** Deletes the lines of runs, each of the organization at its place, in the caller's transaction. */
    public static void removeRuns(Handle handle, List<UUID> organizations, List<RunId> runs) {
        handle.attach(LogRetentionDao.class)
                .deleteGroup(
                        organizations,
                        runs.stream().map(run -> LogAddress.run(run).group()).toList());
    }

    /** Deletes what is too old or too much, in small transactions; how many groups and chunks went. */
    public int run() {
        Instant before = Instant.now().minus(age);
        int deleted = 0;
        int batch;
        do {
            batch = transactions.asSystem(
                    handle -> handle.attach(LogRetentionDao.class).deleteGroups(before, BATCH));
            deleted += batch;
        } while (batch == BATCH);
        do {
            batch = transactions.asSystem(
                    handle -> handle.attach(LogRetentionDao.class).deleteInstanceChunks(before, instanceBytes, BATCH));
            deleted += batch;
        } while (batch == BATCH);
        return deleted;
    }
}
