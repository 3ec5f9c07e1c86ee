package io.automationhub.hub.features.events;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.hub.platform.realtime.Wakers;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves events from the outbox to where they are read and gives them their numbers. Runs in every replica; those that
 * come at the same time take turns. Woken by a signal from each publishing transaction, and by itself once a second.
 */
final class EventSequencer implements AutoCloseable {

    /** Channel of the signal that the outbox has something. */
    static final String OUTBOX = "outbox";

    /** Channel of the signal that an organization has new events; the body is its id. */
    static final String EVENTS = "events";

    private static final Logger log = LoggerFactory.getLogger(EventSequencer.class);
    private static final int BATCH = 500;
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Transactions transactions;
    private final Signals signals;
    private final Wakers<String> wakers = new Wakers<>();
    private final Signals.Listening listening;
    private final Thread thread;
    private volatile boolean closed;

    EventSequencer(Transactions transactions, Signals signals) {
        this.transactions = transactions;
        this.signals = signals;
        this.listening = signals.listen(OUTBOX, Waking.of(wakers::wakeAll));
        this.thread = Thread.ofVirtual().name("event-sequencer").start(this::run);
    }

    private void run() {
        boolean away = false;
        try (Wakers<String>.Waker waker = wakers.watch(OUTBOX)) {
            while (!closed) {
                long noted = waker.count();
                try {
                    while (!closed && transactions.asSystem(this::numberBatch) == BATCH) {
                        log.trace("A full batch of events was numbered, there may be more");
                    }
                    away = false;
                } catch (RuntimeException e) {
                    if (!away) {
                        log.warn("Events cannot be numbered now; trying again", e);
                    }
                    away = true;
                }
                waker.await(noted, SWEEP);
            }
        } catch (InterruptedException e) {
            log.debug("The event sequencer was stopped", e);
        }
    }

    /** How many events it numbered. */
    private int numberBatch(Handle handle) {
        EventDao dao = handle.attach(EventDao.class);
        if (!dao.waiting()) {
            return 0;
        }
        long position = dao.lockSequencer();
        List<OrganizationId> numbered = dao.number(position, BATCH);
        if (!numbered.isEmpty()) {
            dao.advanceSequencer(position + numbered.size());
            new HashSet<>(numbered).forEach(o -> signals.send(handle, EVENTS, o.toString()));
        }
        return numbered.size();
    }

    @Override
    public void close() {
        closed = true;
        listening.close();
        wakers.wakeAll();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
