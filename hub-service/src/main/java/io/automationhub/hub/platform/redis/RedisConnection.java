package io.automationhub.hub.platform.redis;

import io.automationhub.hub.platform.telemetry.Metrics;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis that may go away. The first failure is logged, then one request in every two seconds tries again and all others
 * are done without it at once; when it answers, it is taken up again.
 */
public final class RedisConnection implements AutoCloseable {

    private static final Metrics.Gauge UP = Metrics.gauge("hub_redis_up", "1 while the shared Redis answers, else 0");
    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 500;
    private static final int CONNECTIONS = 16;

    private final RedisClient client;
    private final Metrics metrics;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong retryAt = new AtomicLong();

    /** Takes what {@link RedisAddress} reads; connects when first used. */
    public RedisConnection(URI uri, Metrics metrics) {
        this.metrics = metrics;
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(ANSWER_MILLIS));
        this.client = RedisClient.builder()
                .hostAndPort(RedisAddress.server(uri))
                .clientConfig(RedisAddress.config(uri)
                        .connectionTimeoutMillis(CONNECT_MILLIS)
                        .socketTimeoutMillis(ANSWER_MILLIS)
                        .build())
                .poolConfig(pool)
                .build();
        metrics.set(UP, 1);
    }

    /** Whether the last attempt was answered. */
    public boolean isUp() {
        return !away.get();
    }

    /** Asks Redis, or does without it where it is away. */
    <T> T ask(Function<UnifiedJedis, T> question, Supplier<T> without) {
        long now = System.nanoTime();
        if (away.get()) {
            long at = retryAt.get();
            if (now - at < 0 || !retryAt.compareAndSet(at, now + RETRY.toNanos())) {
                return without.get();
            }
        }
        try {
            T answer = question.apply(client);
            if (away.compareAndSet(true, false)) {
                metrics.set(UP, 1);
                LOG.info("Redis answers again");
            }
            return answer;
        } catch (JedisException e) {
            retryAt.set(System.nanoTime() + RETRY.toNanos());
            if (away.compareAndSet(false, true)) {
                metrics.set(UP, 0);
                // The class, not the message, which can hold the address with its password.
                LOG.warn(
                        "Redis is away ({}); doing without, trying again every {} s",
                        e.getClass().getSimpleName(),
                        TimeUnit.NANOSECONDS.toSeconds(RETRY.toNanos()));
            }
            return without.get();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
