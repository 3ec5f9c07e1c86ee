package io.automationhub.hub.features.agents;

import com.fasterxml.jackson.databind.JsonNode;

/** Body of an invocation. */
public record InvokeRequest(JsonNode input) {}
