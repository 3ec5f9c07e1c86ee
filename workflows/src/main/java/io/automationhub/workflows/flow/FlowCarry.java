package io.automationhub.workflows.flow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run takes along when its history is cut and it continues as new.
 *
 * @param state the run as it was
 * @param undo calls that succeeded and can be undone, in order of success
 * @param granted whether it holds its place in the concurrency group
 * @param stopped why it stops, or null
 * @param deadline when its time limit ends it, or null
 * @param parts how often it was cut
 * @param paused whether it begins nothing further until it is resumed
 */
public record FlowCarry(
        FlowState state,
        List<Undo> undo,
        boolean granted,
        @Nullable Stopped stopped,
        @Nullable Instant deadline,
        int parts,
        boolean paused) {

    public FlowCarry {
        undo = List.copyOf(undo);
    }

    /** A call that can be undone: the step, and the item's index or null. */
    public record Undo(String step, @Nullable Integer index) {}

    /** Why a run begins no further ordinary step and cancels those that run. */
    public record Stopped(Kind kind, Problem problem) {

        /** What made it stop. */
        public enum Kind {
            @JsonProperty("canceled")
            CANCELED,
            @JsonProperty("timeout")
            TIMEOUT,
            @JsonProperty("failFast")
            FAIL_FAST
        }
    }
}
