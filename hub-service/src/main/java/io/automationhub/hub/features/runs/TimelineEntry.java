package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span of work in a run.
 *
 * @param item index of the item of {@code forEach}, or null
 * @param number of the attempt, from 1; how many it took for a compensation
 * @param status running, succeeded or failed
 * @param endedAt null while it goes on
 * @param error code of the problem it failed with, or null
 */
public record TimelineEntry(
        String step,
        @Nullable Integer item,
        Kind kind,
        int number,
        StepStatus status,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String error) {

    /** What is done in it. */
    public enum Kind {
        @JsonProperty("attempt")
        ATTEMPT,
        @JsonProperty("compensation")
        COMPENSATION
    }

    /** All spans of a run in the order of their beginnings. */
    static List<TimelineEntry> of(FlowState state) {
        List<TimelineEntry> entries = new ArrayList<>();
        for (StepState step : state.steps()) {
            if (step.call() != null) {
                add(entries, step.id(), step.call());
            }
            if (step.items() != null) {
                step.items().forEach(item -> add(entries, step.id(), item));
            }
        }
        // Stable: what begins at the same time stays in the order of steps and items.
        entries.sort(Comparator.comparing(TimelineEntry::startedAt));
        return entries;
    }

    private static void add(List<TimelineEntry> entries, String step, CallState call) {
        for (CallState.AttemptState attempt : call.attempts()) {
            StepStatus status = attempt.endedAt() == null
                    ? StepStatus.RUNNING
                    : attempt.error() == null ? StepStatus.SUCCEEDED : StepStatus.FAILED;
            entries.add(new TimelineEntry(
                    step,
                    call.index(),
                    Kind.ATTEMPT,
                    attempt.number(),
                    status,
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.error() == null ? null : attempt.error().type().slug()));
        }
        CallState.CompensationState undone = call.compensation();
        if (undone != null) {
            entries.add(new TimelineEntry(
                    step,
                    call.index(),
                    Kind.COMPENSATION,
                    undone.attempts(),
                    undone.status(),
                    undone.startedAt(),
                    undone.endedAt(),
                    undone.error() == null ? null : undone.error().type().slug()));
        }
    }

    /** Whether some of it lies in a span of time; a bound is open where it is null. */
    boolean within(@Nullable Instant from, @Nullable Instant to) {
        return (to == null || startedAt.isBefore(to)) && (from == null || endedAt == null || !endedAt.isBefore(from));
    }
}
