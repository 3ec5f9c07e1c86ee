package io.automationhub.hub.features.runs;

import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A step without its values, which may be large.
 *
 * @param handled whether its failure was handled
 * @param attempts of all its calls together
 * @param itemCount how many items of {@code forEach} it has; null for other steps
 * @param items how many of them are in each status; null for other steps
 */
public record StepOutline(
        String id,
        StepStatus status,
        boolean handled,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Problem error,
        int attempts,
        @Nullable Integer itemCount,
        @Nullable Map<StepStatus, Integer> items) {

    static StepOutline of(StepState step) {
        List<CallState> items = step.items();
        int attempts = step.call() == null ? 0 : step.call().attemptCount();
        if (items == null) {
            return new StepOutline(
                    step.id(),
                    step.status(),
                    step.handled(),
                    step.startedAt(),
                    step.endedAt(),
                    step.error(),
                    attempts,
                    null,
                    null);
        }
        Map<StepStatus, Integer> counts = new TreeMap<>();
        items.forEach(item -> counts.merge(item.status(), 1, Integer::sum));
        return new StepOutline(
                step.id(),
                step.status(),
                step.handled(),
                step.startedAt(),
                step.endedAt(),
                step.error(),
                items.stream().mapToInt(CallState::attemptCount).sum(),
                items.size(),
                counts);
    }
}
