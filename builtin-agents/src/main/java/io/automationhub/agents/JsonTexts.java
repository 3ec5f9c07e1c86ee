package io.automationhub.agents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Texts of others that become values of a run. The database keeps no NUL, so none gets in. */
public final class JsonTexts {

    /** The deepest value that is read. */
    public static final int MAX_DEPTH = 200;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonTexts() {}

    /** The value a text holds; empty when it is not JSON, or nested too deeply. */
    public static Optional<JsonNode> parse(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value.isMissingNode() ? Optional.empty() : Optional.of(cleaned(value));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The text with U+FFFD in the place of NUL. */
    public static String withoutNul(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** A header or the like: without control characters. */
    public static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static JsonNode cleaned(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().indexOf('\0') < 0
                    ? value
                    : MAPPER.getNodeFactory().textNode(withoutNul(value.textValue()));
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cleaned(array.get(i)));
            }
            return array;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode clean = MAPPER.createObjectNode();
            object.properties().forEach(each -> clean.set(withoutNul(each.getKey()), cleaned(each.getValue())));
            return clean;
        }
        return value;
    }
}
