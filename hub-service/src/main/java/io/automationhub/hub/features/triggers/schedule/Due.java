package io.automationhub.hub.features.triggers.schedule;

import io.automationhub.hub.features.triggers.cron.Recurrence;
import io.automationhub.hub.features.triggers.settings.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule has to make good at a moment.
 *
 * @param times each to become a run, oldest first
 * @param leftOut the newest of the times that are left out on purpose, null when none is
 */
record Due(List<Instant> times, @Nullable Instant leftOut) {

    /** Up to so late a time is due and not missed: longer than it takes a second scheduler to step in for a dead one. */
    static final Duration GRACE = Duration.ofSeconds(60);

    /**
     * Tells what is due.
     *
     * @param settled times up to here were looked at before
     */
    static Due of(Recurrence recurrence, Misfire misfire, Instant settled, Instant now) {
        Instant border = now.minus(GRACE);
        List<Instant> times = new ArrayList<>();
        Instant leftOut = null;
        if (border.isAfter(settled)) {
            times.addAll(recurrence.newest(settled, border, misfire.most() + 1));
            if (times.size() > misfire.most()) {
                leftOut = times.removeFirst();
            }
        }
        Instant recent = border.isAfter(settled) ? border : settled;
        for (Instant due : recurrence.next(recent, Math.toIntExact(GRACE.toSeconds()) + 1)) {
            if (!due.isAfter(now)) {
                times.add(due);
            }
        }
        return new Due(List.copyOf(times), leftOut);
    }
}
