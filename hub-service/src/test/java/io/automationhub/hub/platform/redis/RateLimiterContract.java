package io.automationhub.hub.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.redis.RateLimiter.Budget;
import io.automationhub.hub.platform.redis.RateLimiter.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every rate limiter does. */
abstract class RateLimiterContract {

    private static final Budget TEN = new Budget("ten", 10, Duration.ofMinutes(10));

    private final String who = UUID.randomUUID().toString();

    abstract RateLimiter limiter();

    @Test
    void givesTheWholeBudgetAtOnceAndNoMore() {
        for (int left = 9; left >= 0; left--) {
            assertThat(limiter().take(TEN, who).remaining()).isEqualTo(left);
        }
        Decision refused = limiter().take(TEN, who);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retrySeconds()).isBetween(50, 60);
        assertThat(refused.resetSeconds()).isBetween(590, 600);
    }

    @Test
    void keepsCallersAndBudgetsApart() {
        Budget one = new Budget("one", 1, Duration.ofMinutes(1));
        assertThat(limiter().take(one, who).allowed()).isTrue();
        assertThat(limiter().take(one, who).allowed()).isFalse();
        assertThat(limiter().take(one, who + "2").allowed()).isTrue();
        assertThat(limiter().take(TEN, who).allowed()).isTrue();
    }

    @Test
    void fillsUpAgain() {
        Budget quick = new Budget("quick", 2, Duration.ofMillis(400));
        assertThat(limiter().take(quick, who).allowed()).isTrue();
        assertThat(limiter().take(quick, who).allowed()).isTrue();
        assertThat(limiter().take(quick, who).allowed()).isFalse();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> limiter().take(quick, who).allowed());
    }

    @Test
    void isExactUnderContention() throws Exception {
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(() -> limiter().take(TEN, who).allowed());
        }
        int allowed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> one : threads.invokeAll(all)) {
                allowed += one.get() ? 1 : 0;
            }
        }
        assertThat(allowed).isEqualTo(10);
    }
}
