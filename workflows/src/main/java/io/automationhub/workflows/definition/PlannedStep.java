package io.automationhub.workflows.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a plan.
 *
 * @param id unique in the plan
 * @param needs ids of earlier steps
 * @param condition text of {@code if}, or null
 * @param call what it does
 * @param forEach one call per item, or null
 * @param repeat calls again until a condition holds, or null
 * @param continueOnError whether a failure counts as handled by itself
 * @param handlers ids of the steps run in its place when it fails, possibly none
 * @param handles id of the step whose failure it handles, null for an ordinary step
 * @param compensate what undoes it, or null
 */
public record PlannedStep(
        String id,
        List<String> needs,
        @Nullable String condition,
        PlannedCall call,
        @Nullable ForEachRule forEach,
        @Nullable RepeatRule repeat,
        boolean continueOnError,
        List<String> handlers,
        @Nullable String handles,
        @Nullable PlannedCall compensate) {

    public PlannedStep {
        needs = List.copyOf(needs);
        handlers = List.copyOf(handlers);
    }
}
