package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a bundled document must satisfy beyond being OpenAPI; each finding names its place. */
final class ContractLint {

    /** The methods an operation may be declared under. */
    static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final Pattern OPERATION_ID = Pattern.compile("[a-z][a-zA-Z0-9]{2,60}");
    private static final Pattern SCOPE =
            Pattern.compile("(?:[a-z][a-z0-9-]*:)?(?:read|write|execute|admin)|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*");
    private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]+)}");

    private final JsonNode document;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> tags = new HashSet<>();

    private ContractLint(JsonNode document) {
        this.document = document;
    }

    static List<String> check(JsonNode document) {
        ContractLint lint = new ContractLint(document);
        document.path("tags").forEach(tag -> lint.tags.add(tag.path("name").asText()));
        lint.references(document, "");
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                lint.operation(path.getKey(), operation.getKey(), operation.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> schema :
                document.path("components").path("schemas").properties()) {
            lint.schema(schema.getKey(), schema.getValue());
        }
        return lint.findings;
    }

    private void operation(String path, String method, JsonNode operation) {
        String place = method + " " + path;
        if (!METHODS.contains(method)) {
            findings.add(place + ": only operations stand under a path");
            return;
        }
        String id = operation.path("operationId").asText();
        require(OPERATION_ID.matcher(id).matches(), place + ": operationId must be camelCase");
        require(ids.add(id), place + ": operationId '" + id + "' is used twice");
        require(!operation.path("summary").asText().isBlank(), place + ": a summary is missing");
        require(!operation.path("tags").isEmpty(), place + ": a tag is missing");
        operation
                .path("tags")
                .forEach(tag ->
                        require(tags.contains(tag.asText()), place + ": tag '" + tag.asText() + "' is not declared"));
        scopes(place, operation);
        parameters(path, place, operation);
        require(!operation.path("responses").isEmpty(), place + ": responses are missing");
        require(
                !operation.has("x-sunset") || operation.path("deprecated").asBoolean(),
                place + ": x-sunset without deprecated");
        require(
                !operation.path("x-idempotent").asBoolean() || !"get".equals(method),
                place + ": a GET needs no idempotency key");
        operation
                .at("/requestBody/content")
                .properties()
                .forEach(body -> inlineObject(place, body.getValue().path("schema")));
    }

    private void scopes(String place, JsonNode operation) {
        JsonNode scopes = operation.path("x-scopes");
        boolean open = operation.path("x-public").asBoolean();
        require(scopes.isArray(), place + ": x-scopes is missing");
        require(open == scopes.isEmpty(), place + ": x-scopes is empty exactly where x-public is true");
        scopes.forEach(scope ->
                require(SCOPE.matcher(scope.asText()).matches(), place + ": '" + scope.asText() + "' is no scope"));
    }

    private void parameters(String path, String place, JsonNode operation) {
        Set<String> declared = new HashSet<>();
        for (JsonNode given : operation.path("parameters")) {
            JsonNode parameter = resolve(given);
            require(parameter.has("schema"), place + ": parameter " + parameter.path("name") + " has no schema");
            if ("path".equals(parameter.path("in").asText())) {
                declared.add(parameter.path("name").asText());
            }
        }
        Set<String> used = new HashSet<>();
        Matcher names = TEMPLATE.matcher(path);
        while (names.find()) {
            used.add(names.group(1));
        }
        require(used.equals(declared), place + ": path parameters " + used + " are declared as " + declared);
    }

    private void schema(String name, JsonNode schema) {
        require(!schema.path("description").asText().isBlank(), "schema " + name + ": a description is missing");
        inlineObject("schema " + name, schema);
    }

    /** An object that does not say what happens to unknown fields would accept them silently. */
    private void inlineObject(String place, JsonNode schema) {
        if ("object".equals(schema.path("type").asText())) {
            require(
                    schema.has("additionalProperties") || schema.has("unevaluatedProperties"),
                    place + ": an object says additionalProperties or unevaluatedProperties");
        }
    }

    private void references(JsonNode node, String place) {
        // What an unquoted comma inside {…} makes of the rest of a description.
        require(!node.isNull() || place.endsWith("/example"), place + ": has no value");
        JsonNode target = node.path("$ref");
        if (target.isTextual()) {
            require(!resolve(node).isMissingNode(), place + ": " + target.asText() + " does not exist");
        }
        if (node.isObject()) {
            node.properties().forEach(child -> references(child.getValue(), place + "/" + child.getKey()));
        } else {
            int index = 0;
            for (JsonNode child : node) {
                references(child, place + "/" + index++);
            }
        }
    }

    private JsonNode resolve(JsonNode node) {
        String target = node.path("$ref").asText();
        return target.startsWith("#/") ? document.at(target.substring(1)) : node;
    }

    private void require(boolean holds, String finding) {
        if (!holds) {
            findings.add(finding);
        }
    }
}
