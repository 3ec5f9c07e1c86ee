package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/** What an expression yields. */
public record Evaluated(
        @JsonInclude(JsonInclude.Include.ALWAYS) JsonNode value) {}
