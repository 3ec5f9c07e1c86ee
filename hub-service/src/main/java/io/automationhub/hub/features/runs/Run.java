package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.ids.RunId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a workflow version, a pipeline, or a single capability.
 *
 * @param workflow the workflow it executes, null for a pipeline or an invocation
 * @param workflowVersion its version, null as above
 * @param name of what it executes
 * @param trigger what started it, an object with a {@code type}
 * @param inputs what it was started with
 * @param state as it is, or as it ended
 * @param requestedBy subject of whoever asked
 * @param retryOf the run it takes over from, or null
 */
public record Run(
        RunId id,
        @Nullable UUID workflow,
        @Nullable Integer workflowVersion,
        String name,
        JsonNode trigger,
        JsonNode inputs,
        FlowState state,
        String requestedBy,
        @Nullable RunId retryOf,
        Instant createdAt) {}
