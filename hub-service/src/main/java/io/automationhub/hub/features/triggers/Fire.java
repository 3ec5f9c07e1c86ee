package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.annotation.JsonValue;
import io.automationhub.workflows.ids.RunId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one occasion led to.
 *
 * @param key names the occasion within its trigger: a scheduled time, or the id of a delivery, an event or a run
 * @param time when it was taken up
 * @param run what was started, or null
 * @param reason why nothing was, or null
 */
public record Fire(
        UUID id,
        String key,
        Status status,
        Instant time,
        @Nullable RunId run,
        @Nullable String reason) {

    /** What became of it. */
    public enum Status {
        /** There is a run. */
        STARTED,
        /** There should have been a run. */
        FAILED,
        /** Times went by while no hub was there, and the schedule says to leave them. */
        SKIPPED;

        /** The word the API and the database use. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Fire of(FireRow row) {
        return new Fire(
                row.id(),
                row.key(),
                Status.valueOf(row.status().toUpperCase(Locale.ROOT)),
                row.firedAt(),
                row.runId() == null ? null : new RunId(row.runId()),
                row.reason());
    }
}
