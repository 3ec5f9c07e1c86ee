package io.automationhub.hub.features.triggers.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.triggers.FireService;
import io.automationhub.hub.features.triggers.Occasion;
import io.automationhub.hub.features.triggers.Trigger;
import io.automationhub.hub.features.triggers.TriggerId;
import io.automationhub.hub.features.triggers.TriggerLookup;
import io.automationhub.hub.features.triggers.settings.Misfire;
import io.automationhub.hub.features.triggers.settings.ScheduleSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Makes runs of what is due. Called again after a crash it starts nothing twice: a scheduled time is one occasion. */
public final class ScheduleRunner {

    private final TriggerLookup triggers;
    private final FireService fires;
    private final ObjectMapper json;
    private final Clock clock;

    public ScheduleRunner(TriggerLookup triggers, FireService fires, ObjectMapper json, Clock clock) {
        this.triggers = triggers;
        this.fires = fires;
        this.json = json;
        this.clock = clock;
    }

    /**
     * When a schedule has to be looked at next.
     *
     * @param revision of the trigger it was computed from
     */
    record Look(Instant at, int revision) {}

    /** When a schedule has to be looked at, which may be past; empty when it is gone, disabled, or over. */
    Optional<Look> next(TriggerId id) {
        return triggers.schedule(id)
                .flatMap(trigger -> settings(trigger)
                        .recurrence()
                        .next(settled(trigger))
                        .map(due -> new Look(due, trigger.revision())));
    }

    /**
     * Starts runs for all times that are due.
     *
     * @param woken the time for which Quartz woke this process, which may be a moment before that time
     */
    void run(TriggerId id, Instant woken) {
        Optional<Trigger> found = triggers.schedule(id);
        if (found.isEmpty()) {
            return;
        }
        Trigger trigger = found.get();
        ScheduleSettings settings = settings(trigger);
        Instant now = clock.instant().isBefore(woken) ? woken : clock.instant();
        Due due = Due.of(settings.recurrence(), settings.misfire(), settled(trigger), now);
        if (due.leftOut() != null) {
            fires.skip(trigger.organization(), id, "until " + due.leftOut(), missed(settings.misfire(), due.leftOut()));
        }
        for (Instant time : due.times()) {
            fires.fire(
                    trigger.organization(),
                    id,
                    new Occasion(
                            time.toString(),
                            0,
                            json.createObjectNode().put("scheduledAt", time.toString()),
                            json.createObjectNode()));
        }
        triggers.settle(trigger, now);
    }

    private static String missed(Misfire misfire, Instant until) {
        String kept = switch (misfire) {
            case SKIP -> "skipped";
            case ONCE -> "skipped but for the newest";
            case ALL -> "skipped but for the newest " + misfire.most();
        };
        return "No scheduler was there; missed times up to " + until + " are " + kept;
    }

    private static ScheduleSettings settings(Trigger trigger) {
        return (ScheduleSettings) trigger.settings();
    }

    private static Instant settled(Trigger trigger) {
        return Objects.requireNonNull(trigger.scheduledUntil(), "a schedule knows what is settled");
    }
}
