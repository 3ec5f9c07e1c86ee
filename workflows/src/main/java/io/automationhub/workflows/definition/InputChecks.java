package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.automationhub.workflows.definition.expression.ExpressionTypes.Kind;
import io.automationhub.workflows.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a step's input against the capability's schema before any value is known: what is literal must fit; what is an
 * expression must be of a fitting type where its type is known; where the schema asks for a secret, one is named.
 */
final class InputChecks {

    private static final Set<String> COMPOSED =
            Set.of("anyOf", "oneOf", "not", "if", "then", "else", "contains", "dependentSchemas", "uniqueItems");

    private final JsonNode with;
    private final Map<String, Kind> kinds;
    private final String pointer;
    private final List<FieldError> problems = new ArrayList<>();

    private InputChecks(JsonNode with, Map<String, Kind> kinds, String pointer) {
        this.with = with;
        this.kinds = kinds;
        this.pointer = pointer;
    }

    /**
     * Checks one input.
     *
     * @param kinds what the texts with expressions in them yield, by absolute pointer
     * @param pointer where the input stands
     */
    static List<FieldError> check(JsonNode with, JsonNode schema, Map<String, Kind> kinds, String pointer) {
        InputChecks checks = new InputChecks(with, kinds, pointer);
        for (Error error : JsonSchemas.validate(schema, with)) {
            checks.consider(error, schema);
        }
        checks.expressions(with, schema, "");
        return checks.problems;
    }

    private void consider(Error error, JsonNode schema) {
        String at = error.getInstanceLocation().toString();
        boolean expression = kinds.containsKey(pointer + at);
        boolean composed = false;
        for (int i = 0; i < error.getEvaluationPath().getNameCount(); i++) {
            composed |= COMPOSED.contains(error.getEvaluationPath().getName(i));
        }
        boolean open = composed && kinds.keySet().stream().anyMatch(key -> key.startsWith(pointer + at));
        if (!expression && !open && !isSecret(schema, at)) {
            problems.add(new FieldError(pointer + at, JsonSchemas.message(error)));
        }
    }

    /** Whether a value, or one around it, stands where the schema takes a secret and names one. */
    private boolean isSecret(JsonNode schema, String at) {
        JsonNode place = schema;
        JsonNode value = with;
        for (String key : at.isEmpty() ? new String[0] : at.substring(1).split("/", -1)) {
            String name = key.replace("~1", "/").replace("~0", "~");
            value = value.isArray() ? value.path(Integer.parseInt(name)) : value.path(name);
            place = below(place, name);
            if (place.path("x-secret").asBoolean() && value.path("secret").isTextual()) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode below(JsonNode schema, String name) {
        JsonNode property = schema.path("properties").path(name);
        if (!property.isMissingNode()) {
            return property;
        }
        JsonNode items = schema.path("items");
        return items.isMissingNode() ? schema.path("additionalProperties") : items;
    }

    private void expressions(JsonNode value, JsonNode schema, String at) {
        Kind kind = kinds.get(pointer + at);
        if (kind != null) {
            if (!fits(kind, schema.path("type"))) {
                problems.add(new FieldError(
                        pointer + at,
                        "The expression yields " + kind.schemaType() + ", and "
                                + schema.path("type").asText() + " is needed"));
            }
            return;
        }
        value.properties()
                .forEach(entry -> expressions(
                        entry.getValue(), below(schema, entry.getKey()), Pointers.child(at, entry.getKey())));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            expressions(value.get(i), schema.path("items"), Pointers.child(at, i));
        }
    }

    /** An unknown type fits, and so does null, which an expression may always be. */
    private static boolean fits(Kind kind, JsonNode type) {
        if (!type.isTextual() || kind == Kind.ANY || kind == Kind.NULL) {
            return true;
        }
        String wanted = type.textValue();
        return wanted.equals(kind.schemaType()) || (kind == Kind.INTEGER && wanted.equals("number"));
    }
}
