package io.automationhub.workflows.flow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run takes along when its history is cut and it continues as new.
 *
 * @param state the run as it was
 * @param succeeded calls that succeeded and can be undone, in order of success
 * @param granted whether it holds its place in the concurrency group
 * @param cancel the request to stop that had arrived, or null
 * @param deadline when its time limit ends it, or null
 * @param parts how often it was cut
 */
public record FlowCarry(
        FlowState state,
        List<Undo> succeeded,
        boolean granted,
        @Nullable CancelRequest cancel,
        @Nullable Instant deadline,
        int parts) {

    public FlowCarry {
        succeeded = List.copyOf(succeeded);
    }

    /** A call that can be undone: the step, and the item's index or null. */
    public record Undo(String step, @Nullable Integer index) {}
}
