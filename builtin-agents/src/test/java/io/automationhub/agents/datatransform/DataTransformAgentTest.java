package io.automationhub.agents.datatransform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class DataTransformAgentTest extends AgentContractTest {

    @Override
    protected TypedAgent agent() {
        return new DataTransformAgent();
    }

    /** Each example of an input does what it should. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "map | 0 | {'items':[10,20],'count':2}",
                "map | 1 | {'items':[{'name':'Ada L','place':1}],'count':1}",
                "filter | 0 | {'items':[{'price':50}],'count':1}",
                "sort | 0 | {'items':[{'n':3},{'n':1}],'count':2}",
                "flatten | 0 | {'items':[1,2,3,[4]],'count':4}",
                "flatten | 1 | {'items':[1,2],'count':2}",
                "distinct | 0 | {'items':[1,2],'count':2}",
                "distinct | 1 | {'items':[{'id':1,'n':'a'}],'count':1}",
                "pick | 0 | {'items':[{'id':1}],'count':1}",
                "pick | 1 | {'items':[{'id':1}],'count':1}",
                "join | 0 | {'items':[{'left':{'id':1},'right':{'owner':1,'n':'a'}}],'count':1}",
                "csv-parse | 0 | {'rows':[{'name':'Ada','age':'36'}],'count':1}",
                "csv-parse | 1 | {'rows':[['1','2']],'count':1}",
                "csv-format | 0 | {'text':'name,age\\r\\nAda,36\\r\\n'}",
                "csv-format | 1 | {'text':'1;2\\r\\n'}",
                "json-parse | 0 | {'value':[1,2]}",
                "xml-parse | 0 | {'value':{'id':'7','item':['a','b']}}",
                "base64 | 0 | {'text':'SGVsbG8='}",
                "base64 | 1 | {'text':'Hello'}",
                "hash | 1 | {'hex':'185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969'}",
                "template | 0 | {'text':'Hello Ada, you owe 42'}"
            })
    void examplesDoWhatTheySay(String capability, int example, String expected) throws Exception {
        JsonNode input = agent().manifest().capabilities().stream()
                .filter(each -> each.name().equals(capability))
                .findFirst()
                .orElseThrow()
                .input()
                .path("examples")
                .path(example);
        assertThat(invoke(capability, input).toString()).isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void groupsKeepTheOrderOfTheirKeysAndNumbersAreOneKey() throws Exception {
        JsonNode groups = invoke("group", Map.of("items", List.of(2, 1, 2.0), "by", "item"))
                .path("groups");
        assertThat(groups).hasSize(2);
        assertThat(groups.path(0).path("key").asInt()).isEqualTo(2);
        assertThat(groups.path(0).path("count").asInt()).isEqualTo(2);
    }

    @Test
    void sortingIsStableAndKnowsAllKinds() throws Exception {
        List<?> mixed = Collections.unmodifiableList(java.util.Arrays.asList("b", 10, null, "a", 9.5, true));
        assertThat(invoke("sort", Map.of("items", mixed, "by", List.of(Map.of("key", "item"))))
                        .path("items")
                        .toString())
                .isEqualTo("[null,true,9.5,10,\"a\",\"b\"]");
        List<Map<String, Integer>> pairs =
                List.of(Map.of("a", 1, "n", 1), Map.of("a", 0, "n", 2), Map.of("a", 1, "n", 3));
        JsonNode sorted = invoke(
                        "sort", Map.of("items", pairs, "by", List.of(Map.of("key", "item.a", "order", "desc"))))
                .path("items");
        assertThat(sorted.findValuesAsText("n")).containsExactly("1", "3", "2");
    }

    @Test
    void aJoinLeavesOutNullAndKeepsTheLeftWhereAsked() throws Exception {
        List<?> left = java.util.Arrays.asList(1, null, 3);
        Map<String, Object> inner = Map.of(
                "left", left, "right", java.util.Arrays.asList(1, 1, null), "leftKey", "item", "rightKey", "item");
        assertThat(invoke("join", inner).path("count").asInt()).isEqualTo(2);
        Map<String, Object> outer = new java.util.HashMap<>(inner);
        outer.put("type", "left");
        assertThat(invoke("join", outer).path("count").asInt()).isEqualTo(4);
    }

    @Test
    void aJoinThatMultipliesIsRefused() {
        List<Integer> many = Collections.nCopies(1_000, 1);
        refused(
                ProblemType.TOO_LARGE,
                "join",
                Map.of("left", many, "right", many, "leftKey", "item", "rightKey", "item"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"item.", "item.missing.deep + 1", "unknownFunction(item)", "1/0"})
    void anExpressionThatFailsPointsAtItself(String expression) {
        assertThatThrownBy(() -> invoke("filter", Map.of("items", List.of(Map.of("a", 1)), "where", expression)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.INVALID);
                    assertThat(e.errors()).extracting(FieldError::pointer).containsExactly("/where");
                });
    }

    @Test
    void costlyExpressionsEnd() {
        String costly = "[1,2,3,4,5,6,7,8,9,0].map(a, [1,2,3,4,5,6,7,8,9,0].map(b, [1,2,3,4,5,6,7,8,9,0].map(c, "
                + "[1,2,3,4,5,6,7,8,9,0].map(d, [1,2,3,4,5,6,7,8,9,0].map(e, [1,2,3,4,5,6,7,8,9,0].map(f, 1))))))";
        long start = System.nanoTime();
        refused(ProblemType.INVALID, "map", Map.of("items", Collections.nCopies(1_000, 1), "to", costly));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void inputsSayOneThing() {
        refused(ProblemType.INVALID, "map", Map.of("items", List.of(1)));
        refused(ProblemType.INVALID, "map", Map.of("items", List.of(1), "to", "1", "fields", Map.of("a", "1")));
        refused(ProblemType.INVALID, "pick", Map.of("items", List.of(Map.of())));
        refused(ProblemType.INVALID, "pick", Map.of("items", List.of(1), "keys", List.of("a")));
        refused(ProblemType.INVALID, "filter", Map.of("items", List.of(1), "where", "item"));
    }

    @Test
    void largeInputsAreRefused() {
        refused(ProblemType.TOO_LARGE, "hash", Map.of("text", "x".repeat(8_000_001)));
        refused(
                ProblemType.TOO_LARGE,
                "map",
                Map.of("items", Collections.nCopies(20, "x"), "to", "vars", "vars", "y".repeat(900_000)));
    }

    @Test
    void csvKeepsQuotesLinesAndMissingCells() throws Exception {
        JsonNode rows = invoke("csv-parse", Map.of("text", "\uFEFFa,b\r\n\"x, \"\"y\"\"\nz\",\r\n1\r\n\r\n"))
                .path("rows");
        assertThat(rows.toString()).isEqualTo("[{\"a\":\"x, \\\"y\\\"\\nz\",\"b\":\"\"},{\"a\":\"1\",\"b\":null}]");
        refused(ProblemType.INVALID, "csv-parse", Map.of("text", "a\n1,2\n"));
        refused(ProblemType.INVALID, "csv-parse", Map.of("text", "a,a\n"));
        refused(ProblemType.INVALID, "csv-parse", Map.of("text", "a\n\"open"));
        assertThat(invoke("csv-parse", Map.of("text", "")).path("count").asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
    void aCellIsNoFormulaUnlessAskedFor(String cell) throws Exception {
        Map<String, Object> rows = new java.util.HashMap<>(Map.of("rows", List.of(List.of(cell)), "header", false));
        assertThat(invoke("csv-format", rows).path("text").asText()).contains("'" + cell);
        rows.put("escapeFormulas", false);
        assertThat(invoke("csv-format", rows).path("text").asText())
                .contains(cell)
                .doesNotContain("'");
        assertThat(invoke("csv-format", Map.of("rows", List.of(List.of(-5)), "header", false))
                        .path("text")
                        .asText())
                .isEqualTo("-5\r\n");
    }

    @Test
    void csvThatWasWrittenIsReadTheSame() throws Exception {
        List<Map<String, String>> rows = List.of(Map.of("a;\"b", "x\ny"), Map.of("a;\"b", "z "));
        String text = invoke("csv-format", Map.of("rows", rows, "separator", ";"))
                .path("text")
                .asText();
        JsonNode read =
                invoke("csv-parse", Map.of("text", text, "separator", ";")).path("rows");
        assertThat(read.findValuesAsText("a;\"b")).containsExactly("x\ny", "z ");
    }

    @Test
    void deepAndBrokenJsonIsRefused() {
        refused(ProblemType.INVALID, "json-parse", Map.of("text", "[".repeat(10_000) + "]".repeat(10_000)));
        refused(ProblemType.INVALID, "json-parse", Map.of("text", "{\"a\":1} x"));
        refused(ProblemType.INVALID, "json-parse", Map.of("text", ""));
        refused(ProblemType.INVALID, "xml-parse", Map.of("text", "<a>".repeat(10_000) + "</a>".repeat(10_000)));
        refused(ProblemType.INVALID, "xml-parse", Map.of("text", "<a><b></a>"));
    }

    @Test
    void nulBecomesAMark() throws Exception {
        assertThat(invoke("json-parse", Map.of("text", "{\"a\":\"x\\u0000\"}"))
                        .at("/value/a")
                        .asText())
                .isEqualTo("x\uFFFD");
        assertThat(invoke("base64", Map.of("text", "AA==", "decode", true))
                        .path("text")
                        .asText())
                .isEqualTo("\uFFFD");
    }

    @Test
    void xmlFetchesNothingAndMultipliesNothing(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "the-secret");
        String reading = "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a>&x;</a>";
        assertThat(nothingOrRefused(reading)).doesNotContain("the-secret");
        // The control: a parser as it comes reads the file.
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(reading)))
                        .getDocumentElement()
                        .getTextContent())
                .isEqualTo("the-secret");

        String laughs = "<!DOCTYPE a [<!ENTITY a0 \"ha\">"
                + "<!ENTITY a1 \"&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;\">"
                + "<!ENTITY a2 \"&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;\">]><a>&a2;</a>";
        assertThat(nothingOrRefused(laughs)).doesNotContain("haha");
    }

    private String nothingOrRefused(String xml) throws InterruptedException {
        try {
            return invoke("xml-parse", Map.of("text", xml)).toString();
        } catch (ProblemException e) {
            assertThat(e.type()).isEqualTo(ProblemType.INVALID);
            return e.detail();
        }
    }

    @Test
    void templatesAreTextAndTheirValuesToo() throws Exception {
        assertThat(invoke("template", Map.of("text", "{{ a }} and ${{ a }}", "values", Map.of("a", "{{ b }}")))
                        .path("text")
                        .asText())
                .isEqualTo("{{ b }} and {{ b }}");
        assertThat(invoke("template", Map.of("text", "nothing")).path("text").asText())
                .isEqualTo("nothing");
        refused(ProblemType.INVALID, "template", Map.of("text", "{{ a"));
        refused(ProblemType.INVALID, "base64", Map.of("text", "!", "decode", true, "url", true));
    }

    private JsonNode invoke(String capability, Object input) throws InterruptedException {
        return agent().invoke(FakeContext.of("data-transform", capability, input));
    }

    private void refused(ProblemType type, String capability, Object input) {
        assertThatThrownBy(() -> invoke(capability, input))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
