package io.automationhub.agents.datatransform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.Comparator;

/** Orders any JSON values: null, false, true, numbers by value, texts by code point, then lists and objects as written. */
enum JsonOrder implements Comparator<JsonNode> {
    INSTANCE;

    @Override
    public int compare(JsonNode a, JsonNode b) {
        int kinds = Integer.compare(kind(a), kind(b));
        if (kinds != 0) {
            return kinds;
        }
        return switch (kind(a)) {
            case 1 -> Boolean.compare(a.booleanValue(), b.booleanValue());
            case 2 -> a.decimalValue().compareTo(b.decimalValue());
            case 3 -> a.textValue().compareTo(b.textValue());
            default -> a.toString().compareTo(b.toString());
        };
    }

    /** The same value for numbers that are equal: 1, 1.0 and 1e0 are one key. */
    static JsonNode normal(JsonNode key) {
        if (!isNumber(key)) {
            return key;
        }
        BigDecimal plain = key.decimalValue().stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18
                ? JsonNodeFactory.instance.numberNode(plain.longValueExact())
                : JsonNodeFactory.instance.numberNode(plain.doubleValue());
    }

    /** Not those that JSON can spell and no number type can hold. */
    private static boolean isNumber(JsonNode value) {
        return value.isNumber() && (!value.isFloatingPointNumber() || Double.isFinite(value.doubleValue()));
    }

    private static int kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> 0;
            case BOOLEAN -> 1;
            case NUMBER -> isNumber(value) ? 2 : 5;
            case STRING -> 3;
            case ARRAY -> 4;
            default -> 5;
        };
    }
}
