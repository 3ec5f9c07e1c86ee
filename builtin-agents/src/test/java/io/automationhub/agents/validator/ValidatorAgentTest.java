package io.automationhub.agents.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorAgentTest extends AgentContractTest {

    private static final Map<String, Object> PERSON = Map.of(
            "type", "object",
            "required", List.of("email"),
            "properties", Map.of("email", Map.of("type", "string", "format", "email"), "age", Map.of("minimum", 0)));

    @Override
    protected TypedAgent agent() {
        return new ValidatorAgent();
    }

    @Test
    void whatDoesNotFitIsListedByPointer() throws Exception {
        JsonNode verdict = validate(Map.of("value", Map.of("age", -1), "schema", PERSON));
        assertThat(verdict.path("valid").asBoolean()).isFalse();
        assertThat(verdict.path("errors").findValuesAsText("pointer")).containsExactlyInAnyOrder("/email", "/age");
        assertThat(validate(Map.of("value", Map.of("email", "ada@example.org"), "schema", PERSON))
                        .toString())
                .isEqualTo("{\"valid\":true,\"errors\":[]}");
        assertThat(validate(Map.of("schema", Map.of("type", "null")))
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aValueThatMustFitFailsTheStep() {
        assertThatThrownBy(() -> validate(Map.of("value", Map.of(), "schema", PERSON, "fail", true)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.INVALID);
                    assertThat(e.errors()).extracting(FieldError::pointer).containsExactly("/email");
                });
    }

    @Test
    void aSchemaThatIsNoneIsRefusedWithItsPlace() {
        for (Object schema : List.of(
                Map.of("type", "thing"), Map.of("pattern", "("), Map.of("pattern", "(?=x)"), Map.of("$ref", "#"))) {
            assertThatThrownBy(() -> validate(Map.of("value", "x", "schema", schema)))
                    .as("%s", schema)
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
        }
    }

    @Test
    void nothingIsFetched() {
        assertThatThrownBy(() -> validate(Map.of("value", 1, "schema", Map.of("$ref", "http://127.0.0.1:1/schema"))))
                .isInstanceOf(ProblemException.class);
    }

    /** Takes java.util.regex, the control, longer than anyone waits: each letter makes it longer by half. */
    @Test
    void aPatternTakesLinearTime() throws Exception {
        String text = "x".repeat(50_000) + "!";
        long start = System.nanoTime();
        JsonNode verdict = validate(Map.of("value", text, "schema", Map.of("pattern", "^((x|xx)+)+$")));
        assertThat(verdict.path("valid").asBoolean()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

        java.util.regex.Pattern naive = java.util.regex.Pattern.compile("^((x|xx)+)+$");
        assertThat(seconds(naive, 24)).as("the control").isGreaterThan(10 * seconds(naive, 14));
    }

    private static double seconds(java.util.regex.Pattern pattern, int length) {
        long start = System.nanoTime();
        assertThat(pattern.matcher("x".repeat(length) + "!").find()).isFalse();
        return (System.nanoTime() - start) / 1e9;
    }

    @ParameterizedTest
    @CsvSource({
        "email, ada@example.org, true",
        "email, ada, false",
        "url, https://example.org/a?b=c, true",
        "url, not a url, false",
        "uuid, 0197f0a0-1111-7222-8333-444455556666, true",
        "uuid, 0197f0a0, false",
        "date, 2026-02-28, true",
        "date, 2026-02-30, false",
        "date-time, 2026-02-28T10:00:00Z, true",
        "ipv4, 192.0.2.7, true",
        "ipv4, 192.0.2.700, false",
        "ipv6, 2001:db8::1, true",
        "hostname, shop.example.org, true",
        "hostname, -shop-, false"
    })
    void formatsAreKnown(String format, String value, boolean valid) throws Exception {
        assertThat(check(Map.of("value", value, "format", format)).path("valid").asBoolean())
                .isEqualTo(valid);
    }

    @Test
    void aTextIsHeldToPatternAndLength() throws Exception {
        assertThat(check(Map.of("value", "AB-1", "pattern", "^[A-Z]{2}-[0-9]+$"))
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(check(Map.of("value", "AB-1", "minLength", 5)).path("valid").asBoolean())
                .isFalse();
        assertThat(check(Map.of("value", "AB-1", "maxLength", 3)).path("valid").asBoolean())
                .isFalse();
        assertThatThrownBy(() -> check(Map.of("value", "", "pattern", "("))).hasMessageContaining("RE2");
        assertThatThrownBy(() -> check(Map.of("value", "", "format", "email", "fail", true)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aLargeInputIsRefused() {
        assertThatThrownBy(() -> validate(Map.of("value", "x".repeat(8_000_001), "schema", true)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
    }

    private JsonNode validate(Map<String, ?> input) throws InterruptedException {
        return agent().invoke(FakeContext.of("validator", "validate", input));
    }

    private JsonNode check(Map<String, ?> input) throws InterruptedException {
        return agent().invoke(FakeContext.of("validator", "check", input));
    }
}
