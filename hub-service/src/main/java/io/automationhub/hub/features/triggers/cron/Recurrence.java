package io.automationhub.hub.features.triggers.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When something is due, again and again.
 *
 * @param startAt the earliest it is due, or null
 * @param endAt the latest it is due, or null
 */
public record Recurrence(
        CronExpression cron,
        ZoneId zone,
        @Nullable Instant startAt,
        @Nullable Instant endAt) {

    private static final Duration FIRST_LOOK_BACK = Duration.ofMinutes(1);

    /** The first time after a moment; empty when none comes any more. */
    public Optional<Instant> next(Instant after) {
        Instant from = startAt != null && after.isBefore(startAt) ? startAt.minusNanos(1) : after;
        return cron.next(from, zone).filter(due -> endAt == null || !due.isAfter(endAt));
    }

    /** The first times after a moment, at most so many. */
    public List<Instant> next(Instant after, int most) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> due = next(after);
        while (times.size() < most && due.isPresent()) {
            times.add(due.get());
            due = next(due.get());
        }
        return times;
    }

    /** The newest times after a moment and up to another, at most so many, oldest first. */
    public List<Instant> newest(Instant after, Instant upTo, int most) {
        // Looks back further and further, as a year can hold thirty million times.
        Duration back = FIRST_LOOK_BACK;
        while (true) {
            Instant from = upTo.minus(back);
            boolean whole = !from.isAfter(after);
            Deque<Instant> newest = between(whole ? after : from, upTo, most);
            if (whole || newest.size() == most) {
                return List.copyOf(newest);
            }
            back = back.multipliedBy(4);
        }
    }

    private Deque<Instant> between(Instant after, Instant upTo, int most) {
        Deque<Instant> newest = new ArrayDeque<>();
        Optional<Instant> due = next(after);
        while (due.isPresent() && !due.get().isAfter(upTo)) {
            newest.add(due.get());
            if (newest.size() > most) {
                newest.removeFirst();
            }
            due = next(due.get());
        }
        return newest;
    }
}
