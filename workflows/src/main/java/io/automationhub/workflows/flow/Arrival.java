package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something came that a run waits for.
 *
 * @param key of the call that waits
 * @param payload what came
 */
public record Arrival(String key, JsonNode payload) {}
