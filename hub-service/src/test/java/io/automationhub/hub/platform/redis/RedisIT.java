package io.automationhub.hub.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.redis.RateLimiter.Budget;
import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.testing.TestRedis;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

class RedisIT extends SharedCacheContract {

    private static final Budget TWO = new Budget("two", 2, Duration.ofMinutes(1));

    private final Metrics metrics = new Metrics();
    private TestRedis redis;
    private RedisConnection connection;

    @BeforeEach
    void connect() throws IOException {
        redis = new TestRedis();
        connection = new RedisConnection(redis.uri(), metrics);
    }

    @AfterEach
    void disconnect() {
        connection.close();
        redis.close();
    }

    @Override
    SharedCache cache() {
        return new RedisCache(connection);
    }

    @Test
    void replicasShareOneBudget() {
        try (RedisConnection other = new RedisConnection(redis.uri(), new Metrics())) {
            RateLimiter here = new RedisRateLimiter(connection, new MemoryRateLimiter());
            RateLimiter there = new RedisRateLimiter(other, new MemoryRateLimiter());
            assertThat(here.take(TWO, "a").allowed()).isTrue();
            assertThat(there.take(TWO, "a").allowed()).isTrue();
            assertThat(here.take(TWO, "a").allowed()).isFalse();
            assertThat(there.take(TWO, "a").allowed()).isFalse();
        }
    }

    @Test
    void doesWithoutWhileItIsAwayAndTakesItUpAgain() throws IOException {
        RateLimiter limiter = new RedisRateLimiter(connection, new MemoryRateLimiter());
        SharedCache cache = cache();
        cache.put("kept", "a", Duration.ofMinutes(1));
        redis.stop();
        assertThat(limiter.take(TWO, "b").remaining()).isEqualTo(1);
        assertThat(limiter.take(TWO, "b").remaining()).isZero();
        assertThat(limiter.take(TWO, "b").allowed()).isFalse();
        assertThat(cache.get("kept")).isEmpty();
        assertThat(connection.isUp()).isFalse();
        assertThat(gauge()).contains("hub_redis_up 0.0");

        redis.start();
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> {
            cache.put("again", "a", Duration.ofMinutes(1));
            return cache.get("again").isPresent();
        });
        assertThat(connection.isUp()).isTrue();
        assertThat(gauge()).contains("hub_redis_up 1.0");
    }

    @Test
    void aRedisThatHangsIsAskedSeldom() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Budget many = new Budget("many", 10_000, Duration.ofHours(1));
        assertThat(connection.ask(UnifiedJedis::ping, () -> "away")).isEqualTo("PONG");
        redis.freeze();
        try {
            RateLimiter limiter = new RedisRateLimiter(connection, new MemoryRateLimiter());
            for (int i = 0; i < 1000; i++) {
                assertThat(limiter.take(many, "c").remaining()).isEqualTo(9_999 - i);
                connection.ask(
                        jedis -> {
                            asked.incrementAndGet();
                            return jedis.ping();
                        },
                        () -> "away");
            }
        } finally {
            redis.thaw();
        }
        // Of 2,000 questions only those that tried whether it is back, one in two seconds, waited for an answer.
        assertThat(asked.get()).isLessThan(20);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> connection.ask(UnifiedJedis::ping, () -> "away").equals("PONG"));
    }

    private String gauge() throws IOException {
        StringWriter text = new StringWriter();
        metrics.write(text);
        return text.toString();
    }
}
