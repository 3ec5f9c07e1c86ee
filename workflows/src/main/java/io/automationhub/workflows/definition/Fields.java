package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.problem.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object of a definition, collecting what is wrong with them. */
final class Fields {

    private final Source source;
    private final List<FieldError> errors;
    private final String pointer;
    private final ObjectNode node;
    private final boolean isObject;

    Fields(Source source, List<FieldError> errors, String pointer, JsonNode node, String what, Set<String> known) {
        this.source = source;
        this.errors = errors;
        this.pointer = pointer;
        this.isObject = node.isObject();
        this.node = node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        if (!isObject) {
            errors.add(source.error(pointer, what + " is an object"));
        }
        this.node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                String suggestion = Suggestions.of(key, new TreeSet<>(known));
                errors.add(source.error(at(key), "There is no key '" + key + "' in " + what + suggestion));
            }
        });
    }

    String at(String key) {
        return Pointers.child(pointer, key);
    }

    String pointer() {
        return pointer;
    }

    boolean has(String key) {
        return node.has(key);
    }

    @Nullable
    JsonNode get(String key) {
        return node.get(key);
    }

    /** A part that is itself read by {@link Fields}. */
    Fields object(String key, String what, Set<String> known) {
        JsonNode child = node.path(key);
        return new Fields(source, errors, at(key), child, what, known);
    }

    /** Another object within the same definition. */
    Fields element(String key, int index, JsonNode element, String what, Set<String> known) {
        return new Fields(source, errors, Pointers.child(at(key), index), element, what, known);
    }

    void error(String key, String detail) {
        errors.add(source.error(key.isEmpty() ? pointer : at(key), detail));
    }

    void errorAt(String where, String detail) {
        errors.add(source.error(where, detail));
    }

    @Nullable
    String text(String key, int maxLength) {
        JsonNode value = node.get(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            error(key, "'" + key + "' is a text");
            return null;
        }
        if (value.textValue().length() > maxLength) {
            error(key, "'" + key + "' has at most " + maxLength + " characters");
            return null;
        }
        return value.textValue();
    }

    /** A text that must be there; {@code ""} after an error. */
    String required(String key, int maxLength, Pattern pattern, String form) {
        if (!node.has(key)) {
            if (isObject) {
                error("", "'" + key + "' is missing");
            }
            return "";
        }
        String value = text(key, maxLength);
        if (value != null && !pattern.matcher(value).matches()) {
            error(key, "'" + key + "' is " + form);
            return "";
        }
        return value == null ? "" : value;
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = node.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            error(key, "'" + key + "' is true or false");
        }
        return value.asBoolean(otherwise);
    }

    int number(String key, int otherwise, int min, int max) {
        JsonNode value = node.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            error(key, "'" + key + "' is a whole number from " + min + " to " + max);
            return otherwise;
        }
        return value.intValue();
    }

    double decimal(String key, double otherwise, double min, double max) {
        JsonNode value = node.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || value.doubleValue() < min || value.doubleValue() > max) {
            error(key, "'" + key + "' is a number from " + min + " to " + max);
            return otherwise;
        }
        return value.doubleValue();
    }

    @Nullable
    Duration duration(String key, Duration min) {
        JsonNode value = node.get(key);
        if (value == null) {
            return null;
        }
        Optional<Duration> duration = value.isTextual() ? Durations.parse(value.textValue()) : Optional.empty();
        if (duration.isEmpty() || duration.get().compareTo(min) < 0) {
            error(
                    key,
                    "'" + key + "' is a span of time such as 500ms, 90s, 20m or 1h30m, at least " + min.toMillis()
                            + "ms");
            return null;
        }
        return duration.get();
    }

    Duration duration(String key, Duration min, Duration otherwise) {
        Duration duration = duration(key, min);
        return duration == null ? otherwise : duration;
    }

    ObjectNode values(String key) {
        JsonNode value = node.get(key);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (value != null) {
            error(key, "'" + key + "' is an object");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** A text, or a list of texts; null when absent. */
    @Nullable
    List<String> texts(String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (value.isTextual()) {
            texts.add(value.textValue());
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                if (value.get(i).isTextual()) {
                    texts.add(value.get(i).textValue());
                } else {
                    errorAt(Pointers.child(at(key), i), "'" + key + "' is a list of texts");
                }
            }
        } else {
            error(key, "'" + key + "' is a text or a list of texts");
        }
        return texts;
    }

    List<JsonNode> elements(String key, int max) {
        JsonNode value = node.get(key);
        List<JsonNode> elements = new ArrayList<>();
        if (value == null) {
            return elements;
        }
        if (!value.isArray() || value.isEmpty() || value.size() > max) {
            error(key, "'" + key + "' is a list of 1 to " + max);
            return elements;
        }
        value.forEach(elements::add);
        return elements;
    }
}
