package io.automationhub.hub.features.triggers.settings;

import io.automationhub.hub.features.triggers.cron.CronExpression;
import io.automationhub.hub.features.triggers.cron.Recurrence;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a schedule.
 *
 * @param cron as {@link CronExpression} reads it
 * @param timeZone name in the IANA database; {@code UTC} when left out
 * @param misfire {@code once} when left out
 * @param startAt nothing is due before, or null
 * @param endAt nothing is due after, or null
 */
public record ScheduleSettings(
        String cron,
        String timeZone,
        Misfire misfire,
        @Nullable Instant startAt,
        @Nullable Instant endAt) implements TriggerSettings {

    public ScheduleSettings {
        timeZone = timeZone == null ? "UTC" : timeZone;
        misfire = misfire == null ? Misfire.ONCE : misfire;
    }

    /** When it is due; the settings must be valid. */
    public Recurrence recurrence() {
        return new Recurrence(CronExpression.parse(cron), ZoneId.of(timeZone), startAt, endAt);
    }
}
