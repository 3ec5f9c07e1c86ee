package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.ids.RunId;
import org.jspecify.annotations.Nullable;

/** Between rows of waits, calls, and what the API shows. */
final class WaitMapper {

    private final ObjectMapper json;

    WaitMapper(ObjectMapper json) {
        this.json = json;
    }

    /** What came for a wait, or null. */
    @Nullable
    JsonNode payload(WaitRow row) {
        return row.payload() == null ? null : read(row.payload());
    }

    JsonNode input(WaitRow row) {
        return read(row.input());
    }

    /** The position in a key {@code run/step/item}, or null. */
    @Nullable
    Integer item(CapabilityCall call) {
        String prefix = call.run() + "/" + call.step() + "/";
        if (!call.key().startsWith(prefix)) {
            return null;
        }
        String rest = call.key().substring(prefix.length()).split("/", 2)[0];
        return rest.chars().allMatch(Character::isDigit) ? Integer.valueOf(rest) : null;
    }

    /** The key of a call that is not repeated. */
    static String key(RunId run, String step, @Nullable Integer item) {
        return run + "/" + step + (item == null ? "" : "/" + item);
    }

    /** Whether what was posted to a callback is what its step takes. */
    boolean fitsCallback(JsonNode input, JsonNode body) {
        JsonNode schema = input.path("callback").path("schema");
        return !schema.isObject() || RunInputs.misfits(schema, body).isEmpty();
    }

    /** The beginning of an event's payload. */
    ObjectNode about(RunId run, String step, @Nullable Integer item) {
        ObjectNode about = object().put("run", run.toString()).put("step", step);
        return item == null ? about : about.put("item", item);
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    /** A value whose JSON is an object. */
    ObjectNode tree(Object value) {
        return json.valueToTree(value);
    }

    Approval toApproval(WaitRow row) {
        JsonNode input = input(row);
        JsonNode decision = payload(row);
        return new Approval(
                row.id(),
                new RunId(row.runId()),
                row.step(),
                row.item(),
                status(row, decision),
                input.path("title").asText(row.step()),
                input.path("text").isTextual() ? input.path("text").asText() : null,
                input.get("form"),
                input.get("by"),
                input.path("escalated").asBoolean(),
                row.createdAt(),
                row.untilAt(),
                decision);
    }

    private static String status(WaitRow row, @Nullable JsonNode decision) {
        if (decision != null) {
            return decision.path("decision").asText().equals("approve") ? "approved" : "rejected";
        }
        return row.closedAt() == null ? "pending" : "closed";
    }

    private JsonNode read(String document) {
        try {
            return json.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored wait cannot be read", e);
        }
    }
}
