package io.automationhub.hub.features.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.hub.platform.realtime.Wakers;
import io.automationhub.workflows.ids.OrganizationId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events of all organizations to consumers within the hub. Each consumer has a name and a position that
 * outlive restarts, and is served by one replica at a time, so it sees every event once its transaction is committed, at
 * least once, in order as long as nothing fails. An event that fails is tried again later and in the end given up and
 * kept to be looked at; meanwhile the consumer goes on with the next, and other consumers notice nothing.
 */
public final class EventBus implements AutoCloseable {

    private final Transactions transactions;
    private final EventMapper mapper;
    private final ConsumerSettings settings;
    private final Wakers<String> wakers = new Wakers<>();
    private final Signals.Listening listening;
    private final Map<String, EventConsumer> consumers = new ConcurrentHashMap<>();

    public EventBus(Transactions transactions, Signals signals, ObjectMapper json, ConsumerSettings settings) {
        this.transactions = transactions;
        this.mapper = new EventMapper(json);
        this.settings = settings;
        this.listening = signals.listen(EventSequencer.EVENTS, Waking.of(wakers::wakeAll));
    }

    /**
     * Begins to deliver. A consumer whose name is new begins with what is published from now on, one that is known
     * where it stopped.
     *
     * @param name the same over restarts and replicas; up to 100 characters
     * @throws IllegalStateException when the name is taken in this process
     */
    public void subscribe(TopicPattern topics, String name, EventHandler handler) {
        consumers.compute(name, (n, present) -> {
            if (present != null) {
                throw new IllegalStateException("There is a consumer '" + name + "' already");
            }
            transactions.asSystem(handle -> {
                handle.attach(ConsumerDao.class).register(name);
                return null;
            });
            return new EventConsumer(name, topics, handler, transactions, mapper, settings, wakers.watch(name));
        });
    }

    /** Deliveries that were given up, newest first. */
    public List<DeadLetter> deadLetters(OrganizationId organization, int limit) {
        return transactions.inOrganization(
                organization, handle -> handle.attach(ConsumerDao.class).dead(organization, limit));
    }

    /**
     * Tries given-up deliveries of an event again.
     *
     * @param consumer whose, null for every consumer's
     * @return how many there were
     */
    public int redeliver(OrganizationId organization, @Nullable String consumer, long seq) {
        int revived = transactions.inOrganization(
                organization, handle -> handle.attach(ConsumerDao.class).revive(organization, consumer, seq));
        wakers.wakeAll();
        return revived;
    }

    /** Stops delivering; another replica may go on at once. */
    @Override
    public void close() {
        listening.close();
        consumers.values().forEach(EventConsumer::stop);
        wakers.wakeAll();
        consumers.values().forEach(EventConsumer::close);
    }
}
