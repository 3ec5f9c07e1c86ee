package io.automationhub.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.platform.web.JsonDifferences.Difference;
import io.automationhub.hub.platform.web.JsonDifferences.Found;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDifferencesTest {

    private static final ObjectMapper JSON = Json.mapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1} | {'a': 1} | ``",
                "{'a': 1} | {'a': 2} | REPLACE /a 1 2",
                "{'a': 1} | {} | REMOVE /a 1 null",
                "{} | {'a~/b': 1} | ADD /a~0~1b null 1",
                "{'a': {'b': [1, 2]}} | {'a': {'b': [1, 3, 4]}} | REPLACE /a/b/1 2 3; ADD /a/b/2 null 4",
                "[1] | {'a': 1} | REPLACE  [1] {'a':1}",
                "{'a': null} | {} | REMOVE /a null null",
                "'x' | 'x' | ``",
            })
    void tellsEachPlace(String from, String to, String expected) throws JsonProcessingException {
        Found found =
                JsonDifferences.of(JSON.readTree(from.replace('\'', '"')), JSON.readTree(to.replace('\'', '"')), 10);
        String told = String.join(
                "; ",
                found.differences().stream().map(JsonDifferencesTest::text).toList());
        assertThat(told.replace('"', '\'')).isEqualTo(expected);
        assertThat(found.complete()).isTrue();
    }

    @Test
    void whatIsAbsentIsAddedOrRemovedWhole() {
        assertThat(JsonDifferences.of(null, null, 1).differences()).isEmpty();
        assertThat(JsonDifferences.of(null, JSON.createObjectNode(), 1).differences())
                .extracting(Difference::op)
                .containsExactly(JsonDifferences.Kind.ADD);
    }

    @Test
    void staysWithinItsBounds() {
        ArrayNode many = JSON.createArrayNode();
        for (int i = 0; i < 1_000; i++) {
            many.add("x".repeat(10_000));
        }
        Found found = JsonDifferences.of(JSON.createArrayNode(), many, 7);
        assertThat(found.complete()).isFalse();
        assertThat(found.differences())
                .hasSize(7)
                .allSatisfy(difference ->
                        assertThat(String.valueOf(difference.to())).hasSizeLessThan(600));
        assertThat(JsonDifferences.of(many, many, 0)).isEqualTo(new Found(List.of(), true));
    }

    private static String text(Difference difference) {
        return difference.op() + " " + difference.pointer() + " " + difference.from() + " " + difference.to();
    }

    @Test
    void oneNumberIsTheSameInEachOfItsTypes() {
        JsonNode whole = JsonNodeFactory.instance.objectNode().put("n", 3);
        JsonNode wide = JsonNodeFactory.instance.objectNode().put("n", 3L);
        JsonNode real = JsonNodeFactory.instance.objectNode().put("n", 3.0);
        assertThat(JsonDifferences.none(whole, wide)).isTrue();
        assertThat(JsonDifferences.none(whole, real)).isTrue();
        assertThat(JsonDifferences.none(
                        whole, JsonNodeFactory.instance.objectNode().put("n", 3.5)))
                .isFalse();
    }
}
