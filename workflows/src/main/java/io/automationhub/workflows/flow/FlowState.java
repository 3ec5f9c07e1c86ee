package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is now; at its end, what is recorded of it.
 *
 * @param status where it is
 * @param startedAt when it got its place and began, null while queued
 * @param endedAt when it ended, or null
 * @param steps one per step of the plan, in its order
 * @param outputs the workflow's outputs, or null until it succeeded
 * @param error why it failed or was canceled, or null
 */
public record FlowState(
        RunStatus status,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<StepState> steps,
        @Nullable JsonNode outputs,
        @Nullable Problem error) {

    public FlowState {
        steps = List.copyOf(steps);
    }
}
