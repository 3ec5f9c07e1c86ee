package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /workflows/{workflow}/steps/{step}/test}.
 *
 * @param input what the step is given, or null
 * @param fromRun a run of the workflow whose recorded input it is given, or null
 * @param item index of the item whose input is meant, or null
 * @param version a published version's number; the draft when null
 */
public record TestStep(
        @Nullable JsonNode input,
        @Nullable RunId fromRun,
        @Nullable Integer item,
        @Nullable Integer version) {}
