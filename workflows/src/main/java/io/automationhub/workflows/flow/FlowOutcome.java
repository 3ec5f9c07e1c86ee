package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status succeeded, failed or canceled
 * @param outputs the workflow's outputs by name, or null unless it succeeded
 * @param error why it did not succeed, or null
 */
public record FlowOutcome(
        RunStatus status,
        @Nullable JsonNode outputs,
        @Nullable Problem error) {}
