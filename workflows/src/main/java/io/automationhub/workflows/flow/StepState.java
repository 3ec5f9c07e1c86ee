package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run.
 *
 * @param id of the step
 * @param status where it is
 * @param handled whether its failure was handled, so that it does not fail the run
 * @param startedAt when it was begun, or null
 * @param endedAt when it became final, or null
 * @param output what expressions read as {@code steps.<id>.output}; null when skipped or failed
 * @param error why it failed or was canceled, or null
 * @param call its one call; null before it begins and for a step with {@code forEach}
 * @param items one per item of {@code forEach}, in item order; null for other steps
 */
public record StepState(
        String id,
        StepStatus status,
        boolean handled,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable JsonNode output,
        @Nullable Problem error,
        @Nullable CallState call,
        @Nullable List<CallState> items) {

    public StepState {
        items = items == null ? null : List.copyOf(items);
    }
}
