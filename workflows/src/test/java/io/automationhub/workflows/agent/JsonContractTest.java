package io.automationhub.workflows.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonContractTest {

    private static final JsonContract ADDRESS = JsonContract.of(json("""
            {"type":"object","required":["street"],"additionalProperties":false,
             "properties":{"street":{"type":"string","minLength":1},"tags":{"type":"array","items":{"type":"string"}},
                           "a/b":{"type":"integer"}}}"""));

    @Test
    void aFittingValueHasNoErrors() {
        assertThat(ADDRESS.errors(json("{\"street\":\"x\",\"tags\":[\"a\"],\"a/b\":1}")))
                .isEmpty();
    }

    @Test
    void everyErrorPointsAtItsValue() {
        assertThat(ADDRESS.errors(json("{\"tags\":[\"a\",2],\"a/b\":\"x\",\"extra\":1}")))
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/street", "/tags/1", "/a~1b", "/extra");
    }

    @Test
    void checkThrowsWithThePointers() {
        assertThatThrownBy(() -> ADDRESS.check(json("{\"street\":\"\"}"), "input"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.INVALID);
                    assertThat(e.errors()).extracting(FieldError::pointer).containsExactly("/street");
                });
    }

    @Test
    void whatIsNoSchemaIsRefusedWithPointers() {
        assertThatThrownBy(() -> JsonContract.of(json("{\"type\":\"text\",\"required\":3}")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors())
                                .extracting(FieldError::pointer)
                                .contains("/type", "/required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/hostname", "http://127.0.0.1:1/schema", "classpath:logback.xml"})
    void otherDocumentsAreNotFetched(String reference) {
        assertThatThrownBy(() -> JsonContract.of(json("{\"$ref\":\"" + reference + "\"}")))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void ownDefinitionsCanBeReferenced() {
        JsonContract contract =
                JsonContract.of(json("{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"integer\"}}}"));
        assertThat(contract.errors(json("1"))).isEmpty();
        assertThat(contract.errors(json("\"1\""))).hasSize(1);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
