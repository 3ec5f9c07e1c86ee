package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells two releases apart: one entry for each value that differs, by its JSON Pointer. */
final class SnapshotDiff {

    private final ObjectMapper json;

    SnapshotDiff(ObjectMapper json) {
        this.json = json;
    }

    /** What changed from one snapshot to the other: {@code [{pointer, before, after}]}; secrets show as versions. */
    ArrayNode between(ReleaseSnapshot before, ReleaseSnapshot after) {
        Map<String, JsonNode> old = new TreeMap<>();
        Map<String, JsonNode> now = new TreeMap<>();
        flatten("", json.valueToTree(before), old);
        flatten("", json.valueToTree(after), now);
        ArrayNode changes = json.createArrayNode();
        Map<String, JsonNode> all = new TreeMap<>(old);
        all.putAll(now);
        for (String pointer : all.keySet()) {
            @Nullable JsonNode left = old.get(pointer);
            @Nullable JsonNode right = now.get(pointer);
            if (left == null || !left.equals(right)) {
                ObjectNode change = changes.addObject().put("pointer", pointer);
                change.set("before", left);
                change.set("after", right);
            }
        }
        return changes;
    }

    private static void flatten(String pointer, JsonNode value, Map<String, JsonNode> into) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties()
                    .forEach(field -> flatten(
                            pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                            field.getValue(),
                            into));
        } else if (!value.isNull()) {
            into.put(pointer, value);
        }
    }
}
