package io.automationhub.hub.features.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.realtime.Feed;
import io.automationhub.hub.platform.realtime.FeedItem;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

// Ends what hangs; how long a test takes is the machine's affair.
@Timeout(300)
final class EventServiceIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final ObjectMapper JSON = Json.mapper();
    private static final int WRITERS = 20;
    private static final int EVENTS = 25;
    private static int organizations;

    private OrganizationId organization;
    private PostgresSignals signals;
    private EventService events;

    @BeforeEach
    void open() {
        organization = DATABASE.organization("tenant-" + organizations++);
        signals = new PostgresSignals(DATABASE.database()::connect);
        events = new EventService(DATABASE.transactions(), signals, JSON);
    }

    @AfterEach
    void close() {
        events.close();
        signals.close();
    }

    @Test
    void readersThatComeAgainMissAndRepeatNothing() throws Exception {
        try (Database second = DATABASE.replica();
                PostgresSignals otherSignals = new PostgresSignals(second::connect);
                EventService other = new EventService(second.transactions(), otherSignals, JSON);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                List<Future<List<String>>> readers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    EventService at = i % 2 == 0 ? events : other;
                    Random cuts = new Random(i);
                    readers.add(threads.submit(() -> readWithCuts(at, cuts)));
                }
                List<Future<?>> writers = new ArrayList<>();
                for (int w = 0; w < WRITERS; w++) {
                    int writer = w;
                    writers.add(threads.submit(() -> write(writer, new Random(writer))));
                }
                for (Future<?> writer : writers) {
                    writer.get();
                }
                List<String> first = readers.getFirst().get();
                for (Future<List<String>> reader : readers) {
                    assertThat(reader.get()).isEqualTo(first);
                }
                assertEveryWritersOrder(first);
            } finally {
                // Readers wait for every event; where a writer failed, some never come.
                threads.shutdownNow();
            }
        }
    }

    /** Some transactions stay open for a while, so that commits come in another order than inserts; some are undone. */
    private void write(int writer, Random random) {
        for (int i = 0; i < EVENTS; i++) {
            int n = i;
            if (random.nextInt(5) == 0) {
                assertThatThrownBy(() -> DATABASE.transactions().inOrganization(organization, handle -> {
                            events.publish(handle, organization, "test.undone", payload(writer, n));
                            throw new IllegalStateException("undone");
                        }))
                        .hasMessage("undone");
            }
            DATABASE.transactions().inOrganization(organization, handle -> {
                events.publish(handle, organization, "test.done", payload(writer, n));
                return handle.createQuery("select pg_sleep(:seconds)::text")
                        .bind("seconds", random.nextInt(4) / 1000.0)
                        .mapTo(String.class)
                        .list();
            });
        }
    }

    private List<String> readWithCuts(EventService at, Random cuts) throws Exception {
        List<String> seen = new ArrayList<>();
        long after = 0;
        while (seen.size() < WRITERS * EVENTS) {
            try (Feed feed = at.follow(organization, TopicPattern.of("test.*"), Optional.of(after))) {
                for (int pages = cuts.nextInt(4); pages >= 0 && seen.size() < WRITERS * EVENTS; pages--) {
                    for (FeedItem item : feed.next(Duration.ofSeconds(20)).items()) {
                        if (pages == 0 && cuts.nextInt(10) == 0) {
                            break;
                        }
                        after = Long.parseLong(item.id());
                        CloudEvent event = JSON.readValue(item.data(), CloudEvent.class);
                        assertThat(event.type()).isEqualTo("test.done");
                        seen.add(event.data().path("writer").asInt() + " "
                                + event.data().path("n").asInt());
                    }
                }
            }
        }
        return seen;
    }

    private static void assertEveryWritersOrder(List<String> seen) {
        Map<String, Integer> next = new HashMap<>();
        for (String event : seen) {
            String[] parts = event.split(" ", -1);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0));
            next.put(parts[0], Integer.parseInt(parts[1]) + 1);
        }
        assertThat(next)
                .hasSize(WRITERS)
                .allSatisfy((writer, count) -> assertThat(count).isEqualTo(EVENTS));
    }

    @Test
    void numbersHaveNoGapsAndPagesSayWhereToReadOn() {
        for (int i = 0; i < 30; i++) {
            publish(i % 3 == 0 ? "test.third" : "test.other", payload(0, i));
        }
        await().untilAsserted(() -> assertThat(list("*", 0, 200).items()).hasSize(30));

        assertThat(list("*", 0, 200).items())
                .extracting(CloudEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 30).mapToObj(Long::toString).toList());
        EventList page = list("test.third", 0, 4);
        assertThat(page.items()).hasSize(4);
        EventList rest = list("test.third", Long.parseLong(String.valueOf(page.nextCursor())), 10);
        assertThat(rest.items()).hasSize(6);
        assertThat(rest.nextCursor()).isNull();
    }

    @Test
    void anotherOrganizationSeesNothing() throws Exception {
        OrganizationId other = DATABASE.organization("stranger-" + organizations);
        try (Feed feed = events.follow(other, TopicPattern.ALL, Optional.of(0L))) {
            publish("test.ours", payload(0, 0));
            await().untilAsserted(() -> assertThat(list("*", 0, 10).items()).hasSize(1));
            assertThat(feed.next(Duration.ofMillis(200)).items()).isEmpty();
        }
        assertThat(events.list(other, TopicPattern.ALL, 0, 10).items()).isEmpty();
    }

    @Test
    void aReaderIsToldOfEventsNoLongerKept() throws Exception {
        for (int i = 0; i < 5; i++) {
            publish("test.old", payload(0, i));
        }
        await().untilAsserted(() -> assertThat(list("*", 0, 10).items()).hasSize(5));
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "update events set time = time - interval '40 days' where seq <= 3 and organization_id = ?",
                        organization.value()));
        assertThat(new EventRetention(DATABASE.transactions(), Duration.ofDays(30)).run())
                .isEqualTo(3);

        try (Feed feed = events.follow(organization, TopicPattern.ALL, Optional.of(1L))) {
            List<FeedItem> items = feed.next(Duration.ofSeconds(5)).items();
            assertThat(items).extracting(FeedItem::event).containsExactly("gap", "message", "message");
            assertThat(items).extracting(FeedItem::id).containsExactly("3", "4", "5");
        }
    }

    @Test
    void hostileTopicsAndPayloadsAreRefused() {
        Caller caller = new Caller(organization, "api-key:test", Set.of("write"), Set.of());
        for (String topic : List.of(
                "",
                ".",
                "a..b",
                "a.*",
                "*",
                "a b",
                "a'; drop table events; --",
                "a\0b",
                "ä",
                "A.",
                "1a",
                "a\nb",
                "x".repeat(129),
                "deployment.succeeded",
                "run.failed")) {
            assertThatThrownBy(() -> events.publish(caller, topic, payload(0, 0)))
                    .as(topic)
                    .isInstanceOf(ProblemException.class);
        }
        ObjectNode nul = JsonNodeFactory.instance.objectNode().put("text", "a\0b");
        assertThatThrownBy(() -> events.publish(caller, "app.x", nul)).isInstanceOf(ProblemException.class);
        ObjectNode large = JsonNodeFactory.instance.objectNode().put("text", "x".repeat(70_000));
        assertThatThrownBy(() -> events.publish(caller, "app.x", large)).isInstanceOf(ProblemException.class);
        // The hub's own publishing is not failed by the same payloads.
        publish("app.x", nul);
        publish("app.x", large);
        await().untilAsserted(() -> assertThat(list("app.x", 0, 10).items()).hasSize(2));
        assertThat(events.publish(caller, "app.Order_shipped-2.x", payload(0, 0)))
                .isNotNull();
    }

    private EventList list(String topic, long after, int limit) {
        return events.list(organization, TopicPattern.of(topic), after, limit);
    }

    private void publish(String topic, ObjectNode payload) {
        DATABASE.transactions()
                .inOrganization(organization, handle -> events.publish(handle, organization, topic, payload));
    }

    private static ObjectNode payload(int writer, int n) {
        return JsonNodeFactory.instance.objectNode().put("writer", writer).put("n", n);
    }
}
