package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.automationhub.workflows.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what the validator found into sentences for the caller that never repeat the value that was sent. */
final class SchemaErrors {

    private static final int MOST = 20;
    private static final int MOST_NAME = 80;

    private final JsonNode document;

    /** For errors of schemas that stand in one document. */
    SchemaErrors(JsonNode document) {
        this.document = document;
    }

    /** At most 20 errors, pointing below {@code prefix}. */
    List<FieldError> of(List<Error> found, String prefix) {
        List<FieldError> errors = new ArrayList<>();
        for (Error error : found) {
            FieldError made = of(error, prefix);
            if (!errors.contains(made)) {
                errors.add(made);
            }
            if (errors.size() == MOST) {
                break;
            }
        }
        return errors;
    }

    private FieldError of(Error error, String prefix) {
        String at = prefix + error.getInstanceLocation();
        String property = error.getProperty();
        JsonNode schema = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "required", "dependentRequired" -> new FieldError(child(at, property), "is required");
            case "additionalProperties", "unevaluatedProperties", "propertyNames" ->
                new FieldError(child(at, property), unknown(property, error));
            case "type" -> new FieldError(at, "must be " + words(schema, " or "));
            case "enum" -> new FieldError(at, "must be one of " + words(schema, ", "));
            case "const" -> new FieldError(at, "must be " + schema);
            case "pattern" -> new FieldError(at, "must match " + schema.asText());
            case "format" -> new FieldError(at, "must be a " + schema.asText());
            case "minLength" -> new FieldError(at, "must have " + schema + " characters or more");
            case "maxLength" -> new FieldError(at, "must have " + schema + " characters at most");
            case "minItems" -> new FieldError(at, "must have " + schema + " items or more");
            case "maxItems" -> new FieldError(at, "must have " + schema + " items at most");
            case "minProperties" -> new FieldError(at, "must have " + schema + " fields or more");
            case "maxProperties" -> new FieldError(at, "must have " + schema + " fields at most");
            case "minimum" -> new FieldError(at, "must be " + schema + " or more");
            case "maximum" -> new FieldError(at, "must be " + schema + " or less");
            case "uniqueItems" -> new FieldError(at, "must not hold the same item twice");
            case "oneOf", "anyOf" -> new FieldError(at, "fits none of the allowed shapes");
            default -> new FieldError(at, "does not satisfy '" + error.getKeyword() + "'");
        };
    }

    private String unknown(@Nullable String property, Error error) {
        String near = suggestion(error, property);
        return near == null ? "is not a known field" : "is not a known field; did you mean '" + near + "'?";
    }

    /** The names declared beside the keyword that refused a property, through references and {@code allOf}. */
    private void known(JsonNode schema, Set<String> names, int depth) {
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        if (depth < 8) {
            schema.path("allOf").forEach(part -> known(part, names, depth + 1));
            String target = schema.path("$ref").asText();
            if (target.startsWith("#/")) {
                known(document.at(target.substring(1)), names, depth + 1);
            }
        }
    }

    private @Nullable String suggestion(Error error, @Nullable String property) {
        String fragment = error.getSchemaLocation().getFragment().toString();
        int keyword = fragment.lastIndexOf('/');
        if (keyword < 0) {
            return null;
        }
        Set<String> names = new TreeSet<>();
        known(document.at(fragment.substring(0, keyword)), names, 0);
        return nearest(property, names);
    }

    static @Nullable String nearest(@Nullable String property, Set<String> known) {
        if (property == null || property.length() > MOST_NAME) {
            return null;
        }
        String best = null;
        int distance = 1 + property.length() / 3;
        for (String name : known) {
            int d = distance(property, name);
            if (d <= distance) {
                best = name;
                distance = d - 1;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + same);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private static String words(JsonNode schema, String separator) {
        if (!schema.isArray()) {
            return schema.asText();
        }
        List<String> all = new ArrayList<>();
        schema.forEach(word -> all.add(word.asText()));
        return String.join(separator, all);
    }

    private static String child(String at, @Nullable String property) {
        if (property == null) {
            return at;
        }
        String name = property.length() > MOST_NAME ? property.substring(0, MOST_NAME) : property;
        return at + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
