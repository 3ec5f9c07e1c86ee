package io.automationhub.hub.platform.redis;

import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.testing.TestRedis;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisRateLimiterIT extends RateLimiterContract {

    private static TestRedis redis;
    private static RedisConnection connection;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
        connection = new RedisConnection(redis.uri(), new Metrics());
    }

    @AfterAll
    static void stop() {
        connection.close();
        redis.close();
    }

    @Override
    RateLimiter limiter() {
        return new RedisRateLimiter(connection, (budget, who) -> {
            throw new IllegalStateException("Redis is there");
        });
    }
}
