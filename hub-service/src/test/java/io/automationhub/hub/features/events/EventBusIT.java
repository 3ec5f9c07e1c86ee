package io.automationhub.hub.features.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
final class EventBusIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final ObjectMapper JSON = Json.mapper();
    private static final OrganizationId ORGANIZATION = Tenancy.DEFAULT_ORGANIZATION;
    private static final ConsumerSettings QUICK =
            new ConsumerSettings(Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofMillis(100), 3);

    private final List<Integer> taken = new CopyOnWriteArrayList<>();
    private PostgresSignals signals;
    private EventService events;
    private EventBus bus;

    @BeforeEach
    void open() {
        signals = new PostgresSignals(DATABASE.database()::connect);
        events = new EventService(DATABASE.transactions(), signals, JSON);
        bus = new EventBus(DATABASE.transactions(), signals, JSON, QUICK);
    }

    @AfterEach
    void close() {
        bus.close();
        events.close();
        signals.close();
    }

    @Test
    void aConsumerGoesOnWhereItStopped() {
        bus.subscribe(TopicPattern.of("first.*"), "first", this::take);
        publish("first.a", 0, 10);
        publish("unrelated.a", 100, 10);
        await().untilAsserted(() -> assertThat(taken).containsExactlyElementsOf(numbers(0, 10)));
        bus.close();
        publish("first.a", 10, 10);

        bus = new EventBus(DATABASE.transactions(), signals, JSON, QUICK);
        bus.subscribe(TopicPattern.of("first.*"), "first", this::take);
        await().untilAsserted(() -> assertThat(taken).containsExactlyElementsOf(numbers(0, 20)));
    }

    @Test
    void oneReplicaServesAConsumerAtATime() {
        try (EventBus other = new EventBus(DATABASE.transactions(), signals, JSON, QUICK)) {
            bus.subscribe(TopicPattern.of("shared.*"), "shared", this::take);
            other.subscribe(TopicPattern.of("shared.*"), "shared", this::take);
            publish("shared.a", 0, 200);
            await().untilAsserted(() -> assertThat(taken).hasSizeGreaterThanOrEqualTo(200));
            assertThat(taken).containsExactlyElementsOf(numbers(0, 200));
        }
    }

    @Test
    void aFailingHandlerHoldsUpNobodyAndIsGivenUpVisibly() {
        AtomicBoolean broken = new AtomicBoolean(true);
        List<Integer> healthy = new CopyOnWriteArrayList<>();
        bus.subscribe(TopicPattern.of("poison.*"), "failing", event -> {
            if (number(event) == 3 && broken.get()) {
                throw new IllegalStateException("with a secret in its message");
            }
            take(event);
        });
        bus.subscribe(TopicPattern.of("poison.*"), "healthy", event -> healthy.add(number(event)));
        publish("poison.a", 0, 6);

        await().untilAsserted(() -> assertThat(healthy).containsExactlyElementsOf(numbers(0, 6)));
        await().untilAsserted(() -> assertThat(taken).containsExactly(0, 1, 2, 4, 5));
        await().untilAsserted(
                        () -> assertThat(bus.deadLetters(ORGANIZATION, 10)).hasSize(1));
        DeadLetter dead = bus.deadLetters(ORGANIZATION, 10).getFirst();
        assertThat(dead.consumer()).isEqualTo("failing");
        assertThat(dead.attempts()).isEqualTo(3);
        assertThat(dead.lastError()).isEqualTo("IllegalStateException");
        assertThat(bus.deadLetters(DATABASE.organization("no-letters"), 10)).isEmpty();

        broken.set(false);
        assertThat(bus.redeliver(ORGANIZATION, "failing", dead.seq())).isEqualTo(1);
        await().untilAsserted(() -> assertThat(taken).contains(3));
        await().untilAsserted(
                        () -> assertThat(bus.deadLetters(ORGANIZATION, 10)).isEmpty());
    }

    private void take(HubEvent event) {
        taken.add(number(event));
    }

    private static int number(HubEvent event) {
        return event.payload().path("n").asInt();
    }

    private void publish(String topic, int from, int count) {
        for (int i = from; i < from + count; i++) {
            int n = i;
            DATABASE.transactions()
                    .inOrganization(
                            ORGANIZATION,
                            handle -> events.publish(
                                    handle,
                                    ORGANIZATION,
                                    topic,
                                    JsonNodeFactory.instance.objectNode().put("n", n)));
        }
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
