package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /workflows/{workflow}/runs}.
 *
 * @param input fits the workflow's input schema; nothing when null
 * @param version the newest published one when null
 */
public record CreateRun(@Nullable JsonNode input, @Nullable Integer version) {}
