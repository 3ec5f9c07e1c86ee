package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to use, and when.
 *
 * @param id unique in the workflow, letters, digits, {@code _} and {@code -}
 * @param name for people, or null
 * @param uses {@code agent/capability}, an alias, optionally {@code @version}
 * @param with input of the capability, with expressions
 * @param needs ids of the steps that must be final before this one is considered
 * @param condition text of {@code if}, or null
 * @param host expression that names the machine, or null for the environment's
 * @param forEach one call per item, or null
 * @param repeat calls again until a condition holds, or null
 * @param retry what to do after a failed attempt, or null for the default
 * @param timeout the longest one attempt may take, or null for the capability's own limit
 * @param onError what handles a failure, or null
 * @param compensate what undoes it, or null
 */
public record StepDefinition(
        String id,
        @Nullable String name,
        String uses,
        ObjectNode with,
        List<String> needs,
        @Nullable String condition,
        @Nullable String host,
        @Nullable ForEachRule forEach,
        @Nullable RepeatRule repeat,
        @Nullable RetryPolicy retry,
        @Nullable Duration timeout,
        @Nullable ErrorHandler onError,
        @Nullable Compensation compensate) {

    public StepDefinition {
        needs = List.copyOf(needs);
    }

    StepDefinition after(String before, @Nullable String newCondition) {
        return new StepDefinition(
                id,
                name,
                uses,
                with,
                List.of(before),
                newCondition,
                host,
                forEach,
                repeat,
                retry,
                timeout,
                onError,
                compensate);
    }

    /**
     * What handles a failure: go on as if it had succeeded, or steps to run instead.
     *
     * @param proceed whether a failure counts as handled by itself; {@code continue} in the language
     * @param steps run in the step's place, possibly none
     */
    public record ErrorHandler(boolean proceed, List<StepDefinition> steps) {

        public ErrorHandler {
            steps = List.copyOf(steps);
        }
    }

    /**
     * What undoes a step that succeeded.
     *
     * @param uses as in a step
     * @param with as in a step; sees {@code output}, what is undone, besides the step's own variables
     * @param host expression, or null for where the step ran
     * @param retry null for the default of compensations
     * @param timeout one attempt, or null for the capability's own limit
     */
    public record Compensation(
            String uses,
            ObjectNode with,
            @Nullable String host,
            @Nullable RetryPolicy retry,
            @Nullable Duration timeout) {}
}
