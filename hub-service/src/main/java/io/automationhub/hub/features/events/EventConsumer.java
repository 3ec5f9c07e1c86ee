package io.automationhub.hub.features.events;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Wakers;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one consumer on a thread of its own, as long as no other replica does. */
final class EventConsumer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
    private static final int BATCH = 50;
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final String name;
    private final TopicPattern topics;
    private final EventHandler handler;
    private final Transactions transactions;
    private final EventMapper mapper;
    private final ConsumerSettings settings;
    private final Wakers<String>.Waker waker;
    private final UUID owner = Ids.next();
    private final Thread thread;
    private volatile boolean stopped;

    private record Failure(HubEvent event, String error) {}

    /** Starts at once. */
    EventConsumer(
            String name,
            TopicPattern topics,
            EventHandler handler,
            Transactions transactions,
            EventMapper mapper,
            ConsumerSettings settings,
            Wakers<String>.Waker waker) {
        this.name = name;
        this.topics = topics;
        this.handler = handler;
        this.transactions = transactions;
        this.mapper = mapper;
        this.settings = settings;
        this.waker = waker;
        this.thread = Thread.ofVirtual().name("event-consumer-" + name).start(this::run);
    }

    private void run() {
        boolean away = false;
        try {
            while (!stopped) {
                long noted = waker.count();
                boolean more = false;
                try {
                    more = serve();
                    away = false;
                } catch (RuntimeException e) {
                    if (!away) {
                        log.warn("The consumer {} cannot be served now; trying again", name, e);
                    }
                    away = true;
                }
                if (!more) {
                    waker.await(noted, SWEEP);
                }
            }
            transactions.asSystem(handle -> {
                handle.attach(ConsumerDao.class).release(name, owner);
                return null;
            });
        } catch (InterruptedException e) {
            log.debug("The consumer {} was interrupted", name, e);
        } catch (RuntimeException e) {
            log.debug("The consumer {} could not be handed over", name, e);
        }
    }

    /** Takes a batch of each kind; whether there may be more. */
    private boolean serve() throws InterruptedException {
        Optional<Long> position = lease();
        if (position.isEmpty()) {
            return false;
        }
        List<EventRow> due =
                transactions.asSystem(handle -> handle.attach(ConsumerDao.class).due(name, BATCH));
        for (EventRow row : due) {
            retry(mapper.event(row));
        }
        return takeNew(position.get()) || due.size() == BATCH;
    }

    private Optional<Long> lease() {
        int seconds = Math.toIntExact(settings.lease().toSeconds());
        return transactions.asSystem(handle -> handle.attach(ConsumerDao.class).lease(name, owner, seconds));
    }

    private boolean takeNew(long after) throws InterruptedException {
        long head =
                transactions.asSystem(handle -> handle.attach(ConsumerDao.class).head());
        if (after >= head) {
            return false;
        }
        List<EventRow> rows = transactions.asSystem(
                handle -> handle.attach(ConsumerDao.class).after(after, head, topics.regex(), BATCH));
        List<Failure> failures = new ArrayList<>();
        long done = after;
        long renew = System.nanoTime() + settings.lease().toNanos() / 3;
        for (EventRow row : rows) {
            if (System.nanoTime() - renew > 0) {
                if (lease().isEmpty()) {
                    break;
                }
                renew = System.nanoTime() + settings.lease().toNanos() / 3;
            }
            if (stopped) {
                break;
            }
            HubEvent event = mapper.event(row);
            deliver(event).ifPresent(failures::add);
            done = row.position();
        }
        boolean all = rows.isEmpty() || done == rows.getLast().position();
        long reached = all && rows.size() < BATCH ? head : done;
        settle(failures, reached);
        return rows.size() == BATCH;
    }

    private void settle(List<Failure> failures, long reached) {
        transactions.asSystem(handle -> {
            ConsumerDao dao = handle.attach(ConsumerDao.class);
            failures.forEach(failure -> count(dao, failure));
            dao.advance(name, owner, reached);
            return null;
        });
    }

    private void retry(HubEvent event) throws InterruptedException {
        Optional<Failure> failure = deliver(event);
        transactions.asSystem(handle -> {
            ConsumerDao dao = handle.attach(ConsumerDao.class);
            failure.ifPresentOrElse(f -> count(dao, f), () -> dao.succeeded(name, event.position()));
            return null;
        });
    }

    private void count(ConsumerDao dao, Failure failure) {
        dao.failed(
                name,
                failure.event().position(),
                failure.event().organizationId(),
                failure.error(),
                settings.firstPause().toMillis() / 1000.0,
                settings.longestPause().toMillis() / 1000.0,
                settings.attempts());
    }

    private Optional<Failure> deliver(HubEvent event) throws InterruptedException {
        try {
            handler.handle(event);
            return Optional.empty();
        } catch (InterruptedException e) {
            throw e;
        } catch (ProblemException e) {
            log.warn("The consumer {} could not take the event {}: {}", name, event.id(), e.type());
            return Optional.of(new Failure(event, e.detail()));
        } catch (Exception e) {
            log.warn("The consumer {} could not take the event {}", name, event.id(), e);
            // An exception's message may hold anything; what the tenant sees is what kind it was.
            return Optional.of(new Failure(event, e.getClass().getSimpleName()));
        }
    }

    /** Lets the current event be finished. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waker.close();
    }
}
