package io.automationhub.hub.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.redis.RateLimiter.Budget;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryRateLimiterTest extends RateLimiterContract {

    private final RateLimiter limiter = new MemoryRateLimiter();

    @Override
    RateLimiter limiter() {
        return limiter;
    }

    @Test
    void earnsEvenly() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
        RateLimiter timed = new MemoryRateLimiter(clock::get);
        Budget sixty = new Budget("sixty", 60, Duration.ofMinutes(1));
        for (int i = 0; i < 60; i++) {
            assertThat(timed.take(sixty, "a").allowed()).isTrue();
        }
        assertThat(timed.take(sixty, "a").retrySeconds()).isEqualTo(1);
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(timed.take(sixty, "a").remaining()).isEqualTo(2);
    }
}
