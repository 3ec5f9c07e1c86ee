package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What a published version runs by.
 *
 * @param plan resolved once, when it was published
 * @param inputs JSON Schema of what a run is given, null for anything
 */
public record CompiledWorkflow(Plan plan, @Nullable JsonNode inputs) {}
