package io.automationhub.hub.features.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Feed;
import io.automationhub.hub.platform.realtime.PollingFeed;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.hub.platform.realtime.Wakers;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Publishes events, lists those that are kept, and follows them as they come. */
public final class EventService implements AutoCloseable {

    /** The source of what the hub itself publishes. */
    public static final String HUB = "automation-hub";

    /** Longest payload in bytes of JSON text. */
    public static final int MAX_PAYLOAD_BYTES = 64 * 1024;

    /** First segments of the topics only the hub publishes, so that nobody can pretend that something happened. */
    private static final Set<String> RESERVED = Set.of(
            "agent",
            "approval",
            "audit",
            "deployment",
            "environment",
            "event",
            "host",
            "hub",
            "identity",
            "instance",
            "notification",
            "project",
            "release",
            "run",
            "schedule",
            "secret",
            "step",
            "trigger",
            "variable",
            "workflow");

    private static final int PAGE = 50;

    private final Transactions transactions;
    private final Signals signals;
    private final EventMapper mapper;
    private final Wakers<OrganizationId> wakers = new Wakers<>();
    private final EventSequencer sequencer;
    private final Signals.Listening listening;

    /** Starts numbering what is published, by whichever replica. */
    public EventService(Transactions transactions, Signals signals, ObjectMapper json) {
        this.transactions = transactions;
        this.signals = signals;
        this.mapper = new EventMapper(json);
        this.sequencer = new EventSequencer(transactions, signals);
        this.listening = signals.listen(EventSequencer.EVENTS, new Signals.Listener() {
            @Override
            public void received(String body) {
                wakers.wake(OrganizationId.of(body));
            }

            @Override
            public void missed() {
                wakers.wakeAll();
            }
        });
    }

    /** Publishes something of no particular subject; see the other. */
    public UUID publish(Handle handle, OrganizationId organization, String topic, JsonNode payload) {
        return publish(handle, organization, topic, null, payload);
    }

    /**
     * Publishes what the hub did, if and when the handle's transaction commits. A payload that is too long is replaced
     * by a remark rather than failing the transaction.
     *
     * @param topic such as {@code deployment.succeeded}; {@link IllegalArgumentException} when it is none
     * @param subject what it is about, such as an id, or null
     * @return the event's id
     */
    public UUID publish(
            Handle handle, OrganizationId organization, String topic, @Nullable String subject, JsonNode payload) {
        if (!TopicPattern.isTopic(topic)) {
            throw new IllegalArgumentException("Not a topic");
        }
        JsonNode cleaned = PayloadCheck.cleaned(payload);
        String text = mapper.write(cleaned);
        if (size(text) > MAX_PAYLOAD_BYTES) {
            text = "{\"omitted\":\"the payload was longer than " + MAX_PAYLOAD_BYTES + " bytes\"}";
        }
        return insert(handle, organization, topic, HUB, subject, text);
    }

    /**
     * Publishes what a caller of the API says.
     *
     * @throws ProblemException {@code invalid} for a topic that is none or is reserved, or a payload that cannot be
     *     kept; {@code too_large}
     */
    public PublishedEvent publish(Caller caller, String topic, JsonNode payload) {
        String text = checked(topic, payload, "/payload");
        UUID id = transactions.inOrganization(
                caller.organization(),
                handle -> insert(handle, caller.organization(), topic, caller.subject(), null, text));
        return new PublishedEvent(id, topic);
    }

    /**
     * Publishes what a step of a run says, once for each key.
     *
     * @param source who says it
     * @return the event's id, the same when it was published before
     * @throws ProblemException as {@link #publish(Caller, String, JsonNode)}
     */
    public UUID publishOnce(OrganizationId organization, String key, String source, String topic, JsonNode payload) {
        String text = checked(topic, payload, "/data");
        return transactions.inOrganization(organization, handle -> {
            EventDao dao = handle.attach(EventDao.class);
            UUID id = Ids.next();
            if (dao.claim(organization, key, id, Instant.now()) == 0) {
                return dao.claimed(organization, key);
            }
            insert(handle, organization, id, topic, source, null, text);
            return id;
        });
    }

    /** The payload as text, when both can be published. */
    private String checked(String topic, JsonNode payload, String pointer) {
        if (!TopicPattern.isTopic(topic)) {
            throw ProblemException.invalid(
                    "/topic",
                    "must be names of letters, digits, '_' and '-' separated by dots, 128 characters at most");
        }
        String first = topic.split("\\.", 2)[0];
        if (RESERVED.contains(first)) {
            throw ProblemException.invalid("/topic", "topics that begin with '" + first + "' are the hub's own");
        }
        PayloadCheck.check(payload, pointer);
        String text = mapper.write(payload);
        if (size(text) > MAX_PAYLOAD_BYTES) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "A payload may have at most " + MAX_PAYLOAD_BYTES + " bytes");
        }
        return text;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private UUID insert(
            Handle handle,
            OrganizationId organization,
            String topic,
            String source,
            @Nullable String subject,
            String payload) {
        UUID id = Ids.next();
        insert(handle, organization, id, topic, source, subject, payload);
        return id;
    }

    private void insert(
            Handle handle,
            OrganizationId organization,
            UUID id,
            String topic,
            String source,
            @Nullable String subject,
            String payload) {
        handle.attach(EventDao.class).insert(organization, id, topic, source, subject, payload, Instant.now());
        signals.send(handle, EventSequencer.OUTBOX, "");
    }

    /**
     * Events after a number, oldest first.
     *
     * @param limit 1 to 200
     */
    public EventList list(OrganizationId organization, TopicPattern topic, long after, int limit) {
        EventPage page = page(organization, topic, after, Math.clamp(limit, 1, 200));
        List<CloudEvent> items = page.rows().stream().map(mapper::cloudEvent).toList();
        return new EventList(items, page.more() ? Long.toString(page.cursor()) : null);
    }

    /**
     * Events as they come.
     *
     * @param after number of the last event seen, or empty for those from now on
     */
    public Feed follow(OrganizationId organization, TopicPattern topic, Optional<Long> after) {
        Wakers<OrganizationId>.Waker waker = wakers.watch(organization);
        try {
            long start = after.orElseGet(() -> head(organization));
            return new PollingFeed(
                    waker, new EventFeed(position -> page(organization, topic, position, PAGE), mapper, start));
        } catch (RuntimeException e) {
            waker.close();
            throw e;
        }
    }

    private long head(OrganizationId organization) {
        return transactions.inOrganization(
                organization, handle -> handle.attach(EventDao.class).head(organization));
    }

    private EventPage page(OrganizationId organization, TopicPattern topic, long after, int limit) {
        return transactions.inOrganization(organization, handle -> {
            EventDao dao = handle.attach(EventDao.class);
            long head = dao.head(organization);
            if (after >= head) {
                return new EventPage(List.of(), after, false, 0);
            }
            long oldest = dao.oldest(organization).orElse(head + 1);
            List<EventRow> rows = dao.after(organization, after, head, topic.regex(), limit);
            long cursor = rows.size() < limit ? head : rows.getLast().seq();
            return new EventPage(rows, cursor, cursor < head, Math.max(0, oldest - after - 1));
        });
    }

    @Override
    public void close() {
        listening.close();
        sequencer.close();
        wakers.wakeAll();
    }
}
