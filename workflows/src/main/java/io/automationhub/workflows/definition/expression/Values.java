package io.automationhub.workflows.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON to what CEL computes with, and back. Integers are {@code Long}, other numbers {@code Double}. */
public final class Values {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** CEL's null. */
    public static final Object NULL = NullValue.NULL_VALUE;

    private Values() {}

    /** The CEL value of a JSON value; a missing one is null. */
    public static Object of(@Nullable JsonNode node) {
        if (node == null) {
            return NULL;
        }
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> {
                // Not a conditional expression: it would widen the integer to a double.
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    yield node.longValue();
                }
                yield node.doubleValue();
            }
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(of(element)));
                yield list;
            }
            default -> NULL;
        };
    }

    /**
     * The JSON of a CEL value.
     *
     * @throws ExpressionException for a value without JSON form, or when the budget is spent
     */
    static JsonNode toJson(Object value, Budget budget) {
        budget.charge(1);
        if (isNull(value)) {
            return JSON.nullNode();
        }
        if (value instanceof String text) {
            budget.charge(Budget.ofText(text.length()));
            return JSON.textNode(text);
        }
        if (value instanceof Boolean bool) {
            return JSON.booleanNode(bool);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((key, element) -> object.set(text(toJson(key, budget)), toJson(element, budget)));
            return object;
        }
        if (value instanceof Iterable<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(element -> array.add(toJson(element, budget)));
            return array;
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? toJson(optional.get(), budget) : JSON.nullNode();
        }
        return JSON.textNode(scalarText(value));
    }

    private static JsonNode number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (!Double.isFinite(value)) {
                throw new ExpressionException("the result is not a finite number");
            }
            return JSON.numberNode(value);
        }
        return JSON.numberNode(number.longValue());
    }

    private static String scalarText(Object value) {
        return switch (value) {
            case Instant instant -> instant.toString();
            case Duration duration -> duration.toString();
            case com.google.protobuf.Timestamp timestamp -> Timestamps.toString(timestamp);
            case com.google.protobuf.Duration duration -> Durations.toString(duration);
            case ByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
            case dev.cel.common.values.CelByteString bytes ->
                Base64.getEncoder().encodeToString(bytes.toByteArray());
            default -> throw new ExpressionException("the result is not a JSON value");
        };
    }

    /** How a value reads inside text: null is empty, objects and arrays are compact JSON. */
    static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isFloatingPointNumber()) {
            BigDecimal plain = BigDecimal.valueOf(value.doubleValue()).stripTrailingZeros();
            return plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    static boolean isNull(@Nullable Object value) {
        return value == null || value instanceof NullValue || value == com.google.protobuf.NullValue.NULL_VALUE;
    }
}
