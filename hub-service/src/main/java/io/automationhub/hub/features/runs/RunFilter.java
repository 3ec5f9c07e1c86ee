package io.automationhub.hub.features.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant; a part that is null or empty leaves nothing out.
 *
 * @param status any of these
 * @param from created at this time or later
 * @param to created before
 * @param trigger type of what started it, such as {@code manual}
 * @param triggerId id of the trigger that started it
 * @param error code of the problem it ended with
 * @param failedStep id of the first step whose failure was not handled
 * @param q words to be found in name, input, output or error of ended runs, as one writes them in a search engine
 * @param ended whether it has to have ended, or must not have; null for both
 * @param unretried whether runs that were run again are left out
 */
public record RunFilter(
        @Nullable UUID workflow,
        List<String> status,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String trigger,
        @Nullable String triggerId,
        @Nullable String requestedBy,
        @Nullable UUID retryOf,
        @Nullable String error,
        @Nullable String failedStep,
        @Nullable String q,
        @Nullable Boolean ended,
        boolean unretried) {

    /** Ids are made a little before the time that is written down as a run's creation. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    public RunFilter {
        status = List.copyOf(status);
    }

    /** The same, of runs that have ended and were not run again. */
    RunFilter endedAndUnretried() {
        return new RunFilter(
                workflow, status, from, to, trigger, triggerId, requestedBy, retryOf, error, failedStep, q, true, true);
    }

    /** The same, of runs that go on. */
    RunFilter open() {
        return new RunFilter(
                workflow,
                status,
                from,
                to,
                trigger,
                triggerId,
                requestedBy,
                retryOf,
                error,
                failedStep,
                q,
                false,
                unretried);
    }

    /** The wanted statuses, separated by commas. */
    public String statuses() {
        return String.join(",", status);
    }

    /** An id below those of all runs created at {@link #from} or later. */
    public @Nullable UUID fromId() {
        return from == null ? null : idAt(from.minus(SLACK));
    }

    /** An id above those of all runs created before {@link #to}. */
    public @Nullable UUID toId() {
        return to == null ? null : idAt(to.plus(SLACK));
    }

    /** The least UUIDv7 of a moment, its version left out. */
    private static UUID idAt(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }
}
