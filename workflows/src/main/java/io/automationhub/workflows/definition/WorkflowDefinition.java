package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as its author wrote it, with lists in a {@code mode} already turned into {@code needs}. Expressions are
 * still text.
 *
 * @param name kebab-case, for people and addresses
 * @param description a sentence for people, or null
 * @param inputs JSON Schema (2020-12) of an object, or null when the workflow takes anything
 * @param concurrency what may run beside it, or null for no limit
 * @param timeout the longest a run may take from its start to the end of its steps, or null
 * @param failFast whether the first unhandled failure cancels the steps that are running
 * @param compensateOnCancel whether a canceled run undoes the steps that had succeeded
 * @param retention how long its ended runs are kept, or null for the hub's own rule
 * @param steps at least one, in the author's order
 * @param outputs values by name, with expressions
 */
public record WorkflowDefinition(
        String name,
        @Nullable String description,
        @Nullable JsonNode inputs,
        @Nullable ConcurrencyRule concurrency,
        @Nullable Duration timeout,
        boolean failFast,
        boolean compensateOnCancel,
        @Nullable RetentionRule retention,
        List<StepDefinition> steps,
        ObjectNode outputs) {

    public WorkflowDefinition {
        steps = List.copyOf(steps);
    }
}
