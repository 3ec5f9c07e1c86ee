package io.automationhub.hub.features.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.realtime.Feed;
import io.automationhub.hub.platform.realtime.FeedItem;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.realtime.RedisSignals;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestRedis;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events between replicas that share a Redis which dies, comes back, hangs and goes on. */
@Timeout(300)
final class EventsOverRedisIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final ObjectMapper JSON = Json.mapper();
    private static final OrganizationId ORGANIZATION = Tenancy.DEFAULT_ORGANIZATION;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PHASE = 40;

    @Test
    void noEventIsLostWhateverBecomesOfRedis() throws Exception {
        try (TestRedis redis = new TestRedis();
                Database second = DATABASE.replica();
                RedisSignals here = new RedisSignals(redis.uri(), new PostgresSignals(DATABASE.database()::connect));
                RedisSignals there = new RedisSignals(redis.uri(), new PostgresSignals(second::connect));
                EventService publishing = new EventService(DATABASE.transactions(), here, JSON);
                EventService reading = new EventService(second.transactions(), there, JSON);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                await().atMost(PATIENCE).until(() -> here.connected() && there.connected());
                Future<List<Integer>> reader = threads.submit(() -> read(reading, 5 * PHASE));
                publish(publishing, 0);
                redis.stop();
                publish(publishing, 1);
                redis.start();
                await().atMost(PATIENCE).until(() -> here.connected() && there.connected());
                publish(publishing, 2);
                redis.freeze();
                try {
                    publish(publishing, 3);
                } finally {
                    redis.thaw();
                }
                await().atMost(PATIENCE).until(() -> here.connected() && there.connected());
                publish(publishing, 4);

                assertThat(reader.get())
                        .containsExactlyElementsOf(
                                IntStream.range(0, 5 * PHASE).boxed().toList());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static void publish(EventService events, int phase) {
        for (int i = phase * PHASE; i < (phase + 1) * PHASE; i++) {
            int n = i;
            DATABASE.transactions()
                    .inOrganization(
                            ORGANIZATION,
                            handle -> events.publish(
                                    handle,
                                    ORGANIZATION,
                                    "test.redis",
                                    JsonNodeFactory.instance.objectNode().put("n", n)));
        }
    }

    private static List<Integer> read(EventService events, int count) throws Exception {
        List<Integer> seen = new ArrayList<>();
        try (Feed feed = events.follow(ORGANIZATION, TopicPattern.of("test.*"), Optional.of(0L))) {
            while (seen.size() < count) {
                for (FeedItem item : feed.next(Duration.ofSeconds(20)).items()) {
                    seen.add(JSON.readTree(item.data()).path("data").path("n").asInt());
                }
            }
        }
        return seen;
    }
}
