package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a service answered.
 *
 * @param headers by lower-case name; several of one name joined by a comma
 * @param body parsed JSON, text, or base64; null when there is none
 * @param base64 whether the body is base64 of bytes that are no text
 * @param durationMs from the first attempt to the last byte
 */
record Response(int status, Map<String, String> headers, JsonNode body, boolean base64, long durationMs) {}
