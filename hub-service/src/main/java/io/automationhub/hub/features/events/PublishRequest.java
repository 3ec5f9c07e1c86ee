package io.automationhub.hub.features.events;

import com.fasterxml.jackson.databind.JsonNode;

/** What a caller publishes. */
public record PublishRequest(String topic, JsonNode payload) {}
