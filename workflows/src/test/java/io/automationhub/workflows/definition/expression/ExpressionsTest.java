package io.automationhub.workflows.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> variables = variables("""
            inputs: { n: 3, f: 1.5, whole: 2.0, text: shop, flag: true, list: [a, b], none: null,
                      nested: { deep: { value: 7 } }, big: 12345678901234567890 }
            steps:
              ok: { output: { status: 200, items: [{ id: 1 }, { id: 2 }] }, status: succeeded }
              skipped: { output: null, status: skipped }
              my-step: { output: 5 }
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "inputs.n + 1 | 4",
                "inputs.n == 3.0 | true",
                "inputs.n > 2.5 | true",
                "inputs.f * 2.0 | 3.0",
                "inputs.whole | 2.0",
                "inputs.text + '-x' | \"shop-x\"",
                "inputs.list | [\"a\",\"b\"]",
                "inputs.list + ['c'] | [\"a\",\"b\",\"c\"]",
                "size(inputs.list) | 2",
                "{'a': {'b': inputs.n}} | {\"a\":{\"b\":3}}",
                "inputs.list.map(x, x + '!') | [\"a!\",\"b!\"]",
                "inputs.list.filter(x, x == 'b')[0] | \"b\"",
                "steps.ok.output.items.map(i, i.id) | [1,2]",
                "steps.ok.output.items[1].id | 2",
                "steps.ok.output.status == 200 | true",
                "steps['my-step'].output | 5",
                "steps.`my-step`.output | 5",
                "inputs.flag ? 'yes' : 'no' | \"yes\"",
                "'a' in inputs.list | true",
                "'n' in inputs | true",
                "inputs.text.matches('^s.o') | true",
                "inputs.text.replace('sh', 'l') | \"lop\"",
                "inputs.list.join('/') | \"a/b\"",
                "'a,b'.split(',') | [\"a\",\"b\"]",
                "timestamp('2026-01-02T03:04:05Z') + duration('60s') | \"2026-01-02T03:05:05Z\"",
                "string(inputs.n) | \"3\"",
                "null | null",
            })
    void evaluates(String expression, String expected) throws Exception {
        assertThat(Expressions.evaluate(expression, variables))
                .hasToString(JSON.readTree(expected).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steps.skipped.output.release",
                "steps.skipped.output.a.b.c",
                "steps.skipped.output.items[0].id",
                "steps.skipped.output['a']",
                "steps.ok.output.absent",
                "steps.ok.output.absent.further",
                "inputs.none.x",
                "absent",
                "absent.x.y",
            })
    void readingThroughNullIsNull(String expression) {
        assertThat(Expressions.evaluate(expression, variables).isNull()).isTrue();
    }

    @Test
    void hasTellsNullAndAbsentApart() {
        assertThat(Expressions.test("has(inputs.none)", variables)).isTrue();
        assertThat(Expressions.test("has(inputs.absent)", variables)).isFalse();
        assertThat(Expressions.test("has(steps.skipped.output.x)", variables)).isFalse();
        assertThat(Expressions.test("steps.skipped.output == null", variables)).isTrue();
        assertThat(Expressions.test("steps.skipped.output.x == 'a'", variables)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inputs.text + 1",
                "inputs.n / 0",
                "inputs.none + 1",
                "inputs.list[5]",
                "inputs.text.x",
                "inputs.text[0]",
                "1.0 / 0.0",
                "int('x')",
            })
    void failsWithAReason(String expression) {
        assertThatThrownBy(() -> Expressions.evaluate(expression, variables))
                .isInstanceOf(ExpressionException.class)
                .message()
                .isNotBlank()
                .doesNotContain("dev.cel")
                .doesNotContain("java.");
    }

    @Test
    void anExpressionAloneKeepsItsTypeAndInTextIsRendered() throws Exception {
        JsonNode value = YAML.readTree("""
                { n: '${{ inputs.n }}', list: '${{ inputs.list }}', text: 'v${{ inputs.n }}-${{inputs.text}}',
                  none: 'x${{ inputs.none }}y', obj: '${{ inputs.nested }}!', literal: '$${{ inputs.n }}', f: '${{ inputs.whole }}m',
                  map: "${{ {'a': {'b': 1}} }}", brace: "${{ '}}' }}", inner: [ '${{ inputs.flag }}' ], plain: 4 }
                """);
        assertThat(Expressions.resolve(value, variables).toString())
                .isEqualTo(
                        "{\"n\":3,\"list\":[\"a\",\"b\"],\"text\":\"v3-shop\",\"none\":\"xy\",\"obj\":\"{\\\"deep\\\":{\\\"value\\\":7}}!\","
                                + "\"literal\":\"${{ inputs.n }}\",\"f\":\"2m\",\"map\":{\"a\":{\"b\":1}},\"brace\":\"}}\","
                                + "\"inner\":[true],\"plain\":4}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${{ }}", "${{ a", "${{ 'a }}", "x ${{ {'a':1} ", "${{ a } }}"})
    void refusesABrokenTemplate(String text) {
        assertThatThrownBy(() -> Expressions.resolve(JSON.getNodeFactory().textNode(text), variables))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void statusFunctionsReadTheStepsState() {
        variables.put("@success", false);
        variables.put("@failure", true);
        variables.put("@always", true);
        assertThat(Expressions.test("${{ failure() && inputs.n == 3 }}", variables))
                .isTrue();
        assertThat(Expressions.test("!success() || always()", variables)).isTrue();
        assertThat(Expressions.callsStatus("${{ failure() || inputs.n == 3 }}")).isTrue();
        assertThat(Expressions.callsStatus("inputs.n == 3 && inputs.text == 'failure()'"))
                .isFalse();
    }

    @Test
    void aConditionIsTrueOrFalse() {
        assertThat(Expressions.test("inputs.none", variables)).isFalse();
        assertThatThrownBy(() -> Expressions.test("inputs.n", variables)).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expressions.test("a ${{ inputs.n }}", variables))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void tellsWhatItReads() {
        References references =
                Expressions.references("steps.a.output.x + size(steps['b-c'].output) + inputs.list.map(item, item)[0]");
        assertThat(references.steps()).containsExactlyInAnyOrder("a", "b-c");
        assertThat(references.variables()).containsExactlyInAnyOrder("steps", "inputs");
        assertThat(references.allSteps()).isFalse();
        assertThat(Expressions.references("steps").allSteps()).isTrue();
    }

    /** Each is small as text and large, exponential or endless as work. */
    @Test
    void costlyExpressionsEndSoon() {
        String doubling = "[1]" + ".map(z, [z, z])".repeat(100);
        String loops = "inputs.many.map(a, inputs.many.map(b, inputs.many.map(c, a)))";
        String growing = "inputs.long" + ".replace('a', 'aaaaaaaaaaaaaaaa')".repeat(80);
        String joined = "inputs.many.map(x, inputs.long).join('')";
        String sum = "inputs.long" + " + inputs.long".repeat(200);
        String equal = "(" + doubling + ") == (" + doubling + ")";
        String deep = "(".repeat(500) + "1" + ")".repeat(500);
        String many = "inputs.many.map(x, inputs.long.matches('(a*)*(a*)*b'))";
        variables.putAll(
                variables("inputs: { many: [" + "1,".repeat(999) + "1], long: '" + "a".repeat(100_000) + "' }"));
        String global = "inputs.many.map(x, matches(inputs.long, '(a*)*(a*)*b'))";
        String nested = "'a'.matches('((a{1000}){1000}){1000}')";
        String computed = "matches('a', '((a{1000})' + '{1000}){1000}')";
        for (String text : new String[] {
            global, nested, computed, doubling, loops, growing, joined, sum, equal, deep, many, "x".repeat(5000)
        }) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> Expressions.evaluate(text, variables))
                    .as(text.substring(0, Math.min(60, text.length())))
                    .isInstanceOf(ExpressionException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static Map<String, Object> variables(String yaml) {
        try {
            Map<String, Object> variables = new LinkedHashMap<>();
            YAML.readTree(yaml).properties().forEach(e -> variables.put(e.getKey(), Values.of(e.getValue())));
            return variables;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
