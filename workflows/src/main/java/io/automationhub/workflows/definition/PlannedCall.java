package io.automationhub.workflows.definition;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.agent.Placement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A resolved use of a capability.
 *
 * @param agent slug
 * @param capability name within the agent
 * @param effect what it does to the world
 * @param placement where it runs
 * @param brief whether it is carried inside the workflow task
 * @param timeLimit the longest one attempt may take
 * @param retry what to do after a failed attempt
 * @param with input, with expressions
 * @param host expression that names the machine, or null for the environment's
 */
public record PlannedCall(
        String agent,
        String capability,
        Effect effect,
        Placement placement,
        boolean brief,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Duration timeLimit,
        RetryPolicy retry,
        ObjectNode with,
        @Nullable String host) {}
