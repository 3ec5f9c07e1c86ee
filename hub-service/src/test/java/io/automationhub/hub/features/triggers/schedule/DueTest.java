package io.automationhub.hub.features.triggers.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.features.triggers.cron.CronExpression;
import io.automationhub.hub.features.triggers.cron.Recurrence;
import io.automationhub.hub.features.triggers.settings.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void whatIsALittleLateIsDueWhateverThePolicy() {
        for (Misfire misfire : Misfire.values()) {
            assertThat(due("* * * * * *", misfire, Duration.ofSeconds(3)))
                    .isEqualTo(new Due(List.of(NOW.minusSeconds(2), NOW.minusSeconds(1), NOW), null));
        }
    }

    @Test
    void missedTimesAreSkipped() {
        Due due = due("*/10 * * * *", Misfire.SKIP, Duration.ofHours(1));
        assertThat(due.times()).containsExactly(NOW);
        assertThat(due.leftOut()).isEqualTo(NOW.minus(Duration.ofMinutes(10)));
    }

    @Test
    void theNewestMissedTimeIsMadeGood() {
        Due due = due("*/10 * * * *", Misfire.ONCE, Duration.ofMinutes(55));
        assertThat(due.times()).containsExactly(NOW.minus(Duration.ofMinutes(10)), NOW);
        assertThat(due.leftOut()).isEqualTo(NOW.minus(Duration.ofMinutes(20)));
    }

    @Test
    void oneMissedTimeIsNothingLeftOut() {
        assertThat(due("5 * * * *", Misfire.ONCE, Duration.ofMinutes(58)).leftOut())
                .isNull();
    }

    @Test
    void allMissedTimesAreMadeGoodUpToAHundred() {
        Due some = due("*/10 * * * *", Misfire.ALL, Duration.ofHours(1));
        assertThat(some.times()).hasSize(6).first().isEqualTo(NOW.minus(Duration.ofMinutes(50)));
        assertThat(some.leftOut()).isNull();

        Due many = due("* * * * *", Misfire.ALL, Duration.ofDays(30));
        assertThat(many.times()).hasSize(101).endsWith(NOW).isSorted().doesNotHaveDuplicates();
        assertThat(many.leftOut()).isEqualTo(many.times().getFirst().minus(Duration.ofMinutes(1)));
    }

    @Test
    void nothingIsDueTwice() {
        assertThat(due("* * * * *", Misfire.ALL, Duration.ZERO).times()).isEmpty();
    }

    private static Due due(String cron, Misfire misfire, Duration since) {
        return Due.of(
                new Recurrence(CronExpression.parse(cron), ZoneOffset.UTC, null, null), misfire, NOW.minus(since), NOW);
    }
}
