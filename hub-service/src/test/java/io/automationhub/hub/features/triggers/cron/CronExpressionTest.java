package io.automationhub.hub.features.triggers.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

    /** Clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October. */
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *           | 2026-03-01T10:00:00 | 2026-03-01T10:01:00
            * * * * * *         | 2026-03-01T10:00:00 | 2026-03-01T10:00:01
            */15 * * * *        | 2026-03-01T10:14:59 | 2026-03-01T10:15:00
            */15 * * * *        | 2026-03-01T10:45:00 | 2026-03-01T11:00:00
            5/20 * * * *        | 2026-03-01T10:05:00 | 2026-03-01T10:25:00
            10-30/10 8 * * *    | 2026-03-01T08:30:00 | 2026-03-02T08:10:00
            30 2 * * *          | 2026-03-01T02:30:00 | 2026-03-02T02:30:00
            0 9 * * MON-FRI     | 2026-03-06T09:00:00 | 2026-03-09T09:00:00
            0 9 * * 1,3         | 2026-03-02T09:00:00 | 2026-03-04T09:00:00
            0 0 * * 7           | 2026-03-02T00:00:00 | 2026-03-08T00:00:00
            0 0 * * sun         | 2026-03-02T00:00:00 | 2026-03-08T00:00:00
            0 0 * * 5-7         | 2026-03-07T00:00:00 | 2026-03-08T00:00:00
            0 0 13 * FRI        | 2026-03-01T00:00:00 | 2026-03-06T00:00:00
            0 0 13 * FRI        | 2026-03-06T00:00:00 | 2026-03-13T00:00:00
            0 0 13 * FRI        | 2026-04-10T00:00:00 | 2026-04-13T00:00:00
            0 12 L * *          | 2026-02-01T00:00:00 | 2026-02-28T12:00:00
            0 12 L FEB *        | 2026-03-01T00:00:00 | 2027-02-28T12:00:00
            0 0 29 2 *          | 2026-03-01T00:00:00 | 2028-02-29T00:00:00
            0 0 31 * *          | 2026-03-31T00:00:00 | 2026-05-31T00:00:00
            @yearly             | 2026-03-01T00:00:00 | 2027-01-01T00:00:00
            @monthly            | 2026-03-01T00:00:00 | 2026-04-01T00:00:00
            @weekly             | 2026-03-01T00:00:00 | 2026-03-08T00:00:00
            @daily              | 2026-03-01T00:00:00 | 2026-03-02T00:00:00
            @hourly             | 2026-03-01T00:00:00 | 2026-03-01T01:00:00
            30 59 23 31 12 *    | 2026-12-31T23:59:30 | 2027-12-31T23:59:30
            """)
    void theNextTimeIsTheFirstThatFits(String cron, LocalDateTime after, LocalDateTime next) {
        assertThat(CronExpression.parse(cron).next(after.toInstant(ZoneOffset.UTC), ZoneOffset.UTC))
                .contains(next.toInstant(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "*/x * * * *",
                "5-1 * * * *",
                "1- * * * *",
                "-1 * * * *",
                "1,,2 * * * *",
                "1.5 * * * *",
                "a * * * *",
                "0 0 ? * MON",
                "0 0 15W * *",
                "0 0 * * FRI#2",
                "0 0 * L *",
                "0 0 * FEBR *",
                "0 0 30 2 *",
                "0 0 31 4,6,9,11 *",
                "@reboot",
                "@Daily",
                "99999999999 * * * *"
            })
    void whatIsNoneIsRefusedInWords(String cron) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.parse(cron))
                .withMessageMatching("(?s)['A].{10,}");
    }

    @Test
    void aTimeThatDoesNotExistIsDueWhenTheClockHasJumped() {
        assertThat(times("30 2 * * *", "2026-03-28T12:00:00Z", 2))
                .containsExactly(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void manyTimesThatDoNotExistAreDueOnce() {
        assertThat(times("*/20 2,3 * * *", "2026-03-28T12:00:00Z", 4))
                .containsExactly(
                        Instant.parse("2026-03-29T01:00:00Z"),
                        Instant.parse("2026-03-29T01:20:00Z"),
                        Instant.parse("2026-03-29T01:40:00Z"),
                        Instant.parse("2026-03-30T00:00:00Z"));
    }

    @Test
    void aTimeThatComesTwiceIsDueTheFirstTime() {
        assertThat(times("30 2 * * *", "2026-10-24T12:00:00Z", 2))
                .containsExactly(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
        assertThat(times("30 2 * * *", "2026-10-25T01:10:00Z", 1))
                .as("asked between the first and the second")
                .containsExactly(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void whatIsDueEveryHourFollowsTheClock() {
        assertThat(times("30 * * * *", "2026-03-29T00:00:00Z", 3))
                .as("02:30 does not exist")
                .containsExactly(
                        Instant.parse("2026-03-29T00:30:00Z"),
                        Instant.parse("2026-03-29T01:30:00Z"),
                        Instant.parse("2026-03-29T02:30:00Z"));
        assertThat(times("30 * * * *", "2026-10-25T00:00:00Z", 3))
                .as("02:30 comes twice")
                .containsExactly(
                        Instant.parse("2026-10-25T00:30:00Z"),
                        Instant.parse("2026-10-25T01:30:00Z"),
                        Instant.parse("2026-10-25T02:30:00Z"));
    }

    @Test
    void fractionsOfASecondDoNotMatter() {
        assertThat(CronExpression.parse("* * * * * *").next(Instant.parse("2026-03-01T10:00:00.999Z"), ZoneOffset.UTC))
                .contains(Instant.parse("2026-03-01T10:00:01Z"));
    }

    private static List<Instant> times(String cron, String after, int count) {
        return new Recurrence(CronExpression.parse(cron), BERLIN, null, null).next(Instant.parse(after), count);
    }
}
