package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.flow.FlowCarry;
import io.automationhub.workflows.ids.RunId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to start a run.
 *
 * @param id chosen by whoever asks, so that asking twice is one run
 * @param scope in whose name it runs
 * @param workflow the workflow it executes, null for a pipeline or an invocation
 * @param workflowVersion its version, null as above
 * @param inputs checked against the plan's schema, defaults filled in
 * @param context variables of its expressions
 * @param trigger what started it, an object with a {@code type}
 * @param requestedBy subject of whoever asked
 * @param retried what it takes over of a run that ended, or null
 */
public record RunRequest(
        RunId id,
        WorkScope scope,
        @Nullable UUID workflow,
        @Nullable Integer workflowVersion,
        Plan plan,
        JsonNode inputs,
        ObjectNode context,
        ObjectNode trigger,
        String requestedBy,
        @Nullable Retried retried) {

    /** A run that ended and what is taken over of it. */
    public record Retried(RunId run, FlowCarry kept) {}
}
