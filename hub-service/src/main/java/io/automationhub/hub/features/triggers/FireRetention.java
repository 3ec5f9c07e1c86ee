package io.automationhub.hub.features.triggers;

import io.automationhub.hub.platform.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets old fires; to be called now and then, by any replica. A delivery older than that could start a run again. */
public final class FireRetention {

    private static final int BATCH = 1_000;

    private final Transactions transactions;
    private final Clock clock;
    private final Duration age;

    public FireRetention(Transactions transactions, Clock clock, Duration age) {
        this.transactions = transactions;
        this.clock = clock;
        this.age = age;
    }

    /** Deletes what is too old, in small transactions; how many fires went. */
    public int run() {
        Instant before = clock.instant().minus(age);
        int deleted = 0;
        for (int batch = BATCH; batch == BATCH; deleted += batch) {
            batch = transactions.asSystem(handle -> handle.attach(FireDao.class).deleteBefore(before, BATCH));
        }
        return deleted;
    }
}
