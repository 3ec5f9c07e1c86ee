package io.automationhub.hub.features.events;

import io.automationhub.hub.platform.database.Transactions;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes old events; to be called now and then, by any replica. An event whose delivery is still being tried is kept;
 * one given up long ago goes with its record.
 */
public final class EventRetention {

    private static final int BATCH = 1_000;

    private final Transactions transactions;
    private final Duration age;

    public EventRetention(Transactions transactions, Duration age) {
        this.transactions = transactions;
        this.age = age;
    }

    /** Deletes what is too old, in small transactions; how many events went. */
    public int run() {
        Instant before = Instant.now().minus(age);
        transactions.asSystem(handle -> handle.attach(ConsumerDao.class).deleteDead(before));
        transactions.asSystem(handle -> handle.attach(EventDao.class).deleteClaims(before));
        int deleted = 0;
        int batch;
        do {
            batch = transactions.asSystem(
                    handle -> handle.attach(EventDao.class).deleteBefore(before, BATCH));
            deleted += batch;
        } while (batch == BATCH);
        return deleted;
    }
}
