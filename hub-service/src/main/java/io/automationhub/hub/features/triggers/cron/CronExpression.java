package io.automationhub.hub.features.triggers.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression: minute, hour, day of month, month and day of week, optionally with the second before them, separated
 * by spaces. A field is {@code *}, a number, a range {@code 1-5}, a step {@code *}{@code /15}, {@code 1-30/5} or
 * {@code 5/15} (from 5 on), or several of these with commas. Months and days of the week have names ({@code JAN},
 * {@code SUN}), Sunday is 0 and 7, and {@code L} as the day of month is its last day. Where both kinds of day are
 * restricted, a day that fits either is meant, as in Vixie's cron. {@code @yearly}, {@code @monthly}, {@code @weekly},
 * {@code @daily} and {@code @hourly} are understood; {@code ?}, {@code W}, {@code #}, years and {@code @reboot} are not.
 *
 * <p>Times are those of the wall clock. When clocks go forward, a time that does not exist is due at the moment of the
 * change, once; when they go back, a time that comes twice is due the first time only. An expression that is due in every
 * hour follows the clock instead: what does not exist is left out, and what comes twice is due twice.
 */
public final class CronExpression {

    private static final int LONGEST = 200;
    /** A 29th of February comes within eight years, even around a century without one. */
    private static final int YEARS_AHEAD = 9;

    private static final Map<String, String> NAMED = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private final String text;
    private final BitSet seconds;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final boolean lastDayOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean eitherDay;

    private CronExpression(String text, List<String> fields) {
        this.text = text;
        this.seconds = CronField.SECOND.read(fields.get(0));
        this.minutes = CronField.MINUTE.read(fields.get(1));
        this.hours = CronField.HOUR.read(fields.get(2));
        this.lastDayOfMonth = fields.get(3).equals("L");
        this.daysOfMonth = lastDayOfMonth ? new BitSet() : CronField.DAY_OF_MONTH.read(fields.get(3));
        this.months = CronField.MONTH.read(fields.get(4));
        this.daysOfWeek = CronField.DAY_OF_WEEK.read(fields.get(5));
        this.eitherDay = daysOfMonth.cardinality() < CronField.DAY_OF_MONTH.size()
                && daysOfWeek.cardinality() < CronField.DAY_OF_WEEK.size();
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException in words for the author, also for one that is never due
     */
    public static CronExpression parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("A cron expression has " + LONGEST + " characters at most");
        }
        String plain = text.strip();
        if (plain.startsWith("@") && !NAMED.containsKey(plain)) {
            throw new IllegalArgumentException(
                    "'" + plain + "' is none of @yearly, @monthly, @weekly, @daily, @hourly");
        }
        List<String> fields = List.of(NAMED.getOrDefault(plain, plain).split("[ \t]+", -1));
        if (fields.size() != 5 && fields.size() != 6) {
            throw new IllegalArgumentException(
                    "A cron expression has five fields (minute, hour, day of month, month, day of week), or six with the"
                            + " second before them");
        }
        CronExpression read = new CronExpression(
                plain,
                fields.size() == 6
                        ? fields
                        : List.of("0", fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4)));
        if (read.nextLocal(LocalDateTime.of(2024, 1, 1, 0, 0)) == null) {
            throw new IllegalArgumentException("'" + plain + "' names a day that never comes");
        }
        return read;
    }

    /** The first time it is due after a moment; empty when none comes within some years. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return Optional.ofNullable(
                hours.cardinality() == CronField.HOUR.size() ? byTheClock(from, rules) : onceADay(from, rules));
    }

    /** Walks real time, from one change of the clock to the next. */
    private @Nullable Instant byTheClock(Instant from, ZoneRules rules) {
        Instant begin = from;
        while (true) {
            ZoneOffset offset = rules.getOffset(begin);
            LocalDateTime local = nextLocal(LocalDateTime.ofInstant(begin, offset));
            if (local == null) {
                return null;
            }
            Instant due = local.toInstant(offset);
            ZoneOffsetTransition change = rules.nextTransition(begin);
            if (change == null || due.isBefore(change.getInstant())) {
                return due;
            }
            begin = change.getInstant();
        }
    }

    /** Walks the calendar; each time in it is one moment. */
    private @Nullable Instant onceADay(Instant from, ZoneRules rules) {
        LocalDateTime begin = LocalDateTime.ofInstant(from, rules.getOffset(from));
        ZoneOffsetTransition gap = rules.getTransition(begin.minusSeconds(1));
        if (gap != null && gap.isGap() && gap.getInstant().equals(from)) {
            // The clock has just jumped here: what was due in between is due now.
            begin = gap.getDateTimeBefore();
        }
        for (LocalDateTime local = nextLocal(begin); local != null; local = nextLocal(local.plusSeconds(1))) {
            ZoneOffsetTransition change = rules.getTransition(local);
            Instant due = change != null && change.isGap()
                    ? change.getInstant()
                    : local.toInstant(rules.getValidOffsets(local).getFirst());
            if (!due.isBefore(from)) {
                return due;
            }
        }
        return null;
    }

    private @Nullable LocalDateTime nextLocal(LocalDateTime from) {
        LocalDate day = from.toLocalDate();
        LocalTime earliest = from.toLocalTime();
        LocalDate end = day.plusYears(YEARS_AHEAD);
        while (day.isBefore(end)) {
            if (!months.get(day.getMonthValue())) {
                day = day.withDayOfMonth(1).plusMonths(1);
                earliest = LocalTime.MIDNIGHT;
                continue;
            }
            LocalTime time = isDay(day) ? nextTime(earliest) : null;
            if (time != null) {
                return LocalDateTime.of(day, time);
            }
            day = day.plusDays(1);
            earliest = LocalTime.MIDNIGHT;
        }
        return null;
    }

    private boolean isDay(LocalDate day) {
        boolean ofMonth =
                lastDayOfMonth ? day.getDayOfMonth() == day.lengthOfMonth() : daysOfMonth.get(day.getDayOfMonth());
        boolean ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
        return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    private @Nullable LocalTime nextTime(LocalTime earliest) {
        for (int hour = hours.nextSetBit(earliest.getHour()); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            boolean sameHour = hour == earliest.getHour();
            int firstMinute = sameHour ? earliest.getMinute() : 0;
            for (int minute = minutes.nextSetBit(firstMinute); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                boolean sameMinute = sameHour && minute == earliest.getMinute();
                int second = seconds.nextSetBit(sameMinute ? earliest.getSecond() : 0);
                if (second >= 0) {
                    return LocalTime.of(hour, minute, second);
                }
            }
        }
        return null;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
