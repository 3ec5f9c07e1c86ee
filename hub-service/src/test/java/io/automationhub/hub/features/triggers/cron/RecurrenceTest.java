package io.automationhub.hub.features.triggers.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecurrenceTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void nothingIsDueBeforeItsStartOrAfterItsEnd() {
        Recurrence hours = recurrence("@hourly", TEN, TEN.plus(Duration.ofHours(2)));
        assertThat(hours.next(TEN.minus(Duration.ofDays(1)), 10))
                .containsExactly(TEN, TEN.plus(Duration.ofHours(1)), TEN.plus(Duration.ofHours(2)));
        assertThat(hours.next(TEN.plus(Duration.ofHours(2)))).isEmpty();
    }

    @Test
    void theNewestAreFoundAcrossDaysAndYears() {
        Recurrence days = recurrence("@daily", null, null);
        assertThat(days.newest(TEN.minus(Duration.ofDays(365)), TEN, 2))
                .containsExactly(Instant.parse("2026-02-28T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(days.newest(TEN.minus(Duration.ofHours(9)), TEN, 2)).isEmpty();
        assertThat(recurrence("0 0 29 2 *", null, null).newest(TEN.minus(Duration.ofDays(3650)), TEN, 9))
                .containsExactly(Instant.parse("2020-02-29T00:00:00Z"), Instant.parse("2024-02-29T00:00:00Z"));
    }

    @Test
    @Timeout(10)
    void theNewestOfMillionsAreFoundAtOnce() {
        Recurrence seconds = recurrence("* * * * * *", null, null);
        assertThat(seconds.newest(Instant.EPOCH, TEN, 100))
                .hasSize(100)
                .startsWith(TEN.minusSeconds(99))
                .endsWith(TEN);
    }

    private static Recurrence recurrence(String cron, @Nullable Instant start, @Nullable Instant end) {
        return new Recurrence(CronExpression.parse(cron), ZoneOffset.UTC, start, end);
    }
}
