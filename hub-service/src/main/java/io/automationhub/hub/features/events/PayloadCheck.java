package io.automationhub.hub.features.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.automationhub.workflows.problem.ProblemException;

/** What PostgreSQL's {@code jsonb} cannot hold: NUL and lone surrogates in texts, and numbers without end. */
public final class PayloadCheck {

    private static final int LONGEST_NUMBER = 1_000;

    private PayloadCheck() {}

    /**
     * Refuses what cannot be stored.
     *
     * @throws ProblemException {@code invalid} with the pointer of the value
     */
    public static void check(JsonNode node, String pointer) {
        if (node.isTextual() && !storable(node.textValue())) {
            throw ProblemException.invalid(pointer, "must not hold NUL or half of a surrogate pair");
        }
        if (node.isNumber() && !storableNumber(node)) {
            throw ProblemException.invalid(pointer, "is a number out of range");
        }
        for (var field : node.properties()) {
            if (!storable(field.getKey())) {
                throw ProblemException.invalid(pointer, "must not hold NUL or half of a surrogate pair in a name");
            }
            check(
                    field.getValue(),
                    pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"));
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(node.path(i), pointer + "/" + i);
            }
        }
    }

    /** The same with a replacement character for what cannot be stored. */
    static JsonNode cleaned(JsonNode node) {
        if (node.isTextual()) {
            return storable(node.textValue()) ? node : TextNode.valueOf(clean(node.textValue()));
        }
        if (node.isNumber()) {
            return storableNumber(node) ? node : TextNode.valueOf("number out of range");
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode(array.size());
            array.forEach(item -> copy.add(cleaned(item)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(f -> copy.set(clean(f.getKey()), cleaned(f.getValue())));
            return copy;
        }
        return node;
    }

    private static boolean storableNumber(JsonNode node) {
        if (node.isBigDecimal()) {
            return Math.abs((long) node.decimalValue().scale()) <= LONGEST_NUMBER
                    && node.decimalValue().precision() <= LONGEST_NUMBER;
        }
        if (node.isBigInteger()) {
            return node.bigIntegerValue().bitLength() <= LONGEST_NUMBER * 3;
        }
        return Double.isFinite(node.doubleValue());
    }

    private static boolean storable(String text) {
        return text.codePoints().noneMatch(PayloadCheck::isBad);
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isBad(c) ? 0xFFFD : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isBad(int c) {
        return c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
