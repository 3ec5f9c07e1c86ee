package io.automationhub.agents.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class ReportAgentTest extends AgentContractTest {

    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "</svg><script>",
            "[click](javascript:alert(1))",
            "<!-- ",
            "a|b\n| c |",
            "=HYPERLINK(\"http://evil\")",
            "{{constructor}}${7*7}",
            "\u001b]8;;http://evil\u0007");

    @Override
    protected TypedAgent agent() {
        return new ReportAgent();
    }

    @Test
    void markdownHasEveryPart() throws Exception {
        assertThat(render("markdown", "Week 5", List.of(everything("Runs", "All is well", "nightly"))))
                .isEqualTo("""
                        # Week 5

                        ## Runs

                        All is well

                        - nightly: **7**

                        | name | n |
                        | --- | --- |
                        | nightly | 1 |

                        | | | |
                        | --- | --- | ---: |
                        | nightly | ██████████ | 80 |
                        | other | ████████████████████ | \\-160\\.5 |
                        """);
    }

    @Test
    void htmlHasEveryPart() throws Exception {
        assertThat(render("html", "Week 5", List.of(everything("Runs", "All is well", "nightly"))))
                .contains("<title>Week 5</title>", "<h2>Runs</h2>", "<p>All is well</p>", "<dt>nightly</dt><dd>7</dd>")
                .contains("<th>name</th><th>n</th>", "<td>nightly</td><td>1</td>")
                .contains("width=\"400\" height=\"16\" fill=\"#b3261e\"", ">-160.5</text>");
    }

    @Test
    void csvHasEveryPart() throws Exception {
        assertThat(render("csv", "Week 5", List.of(everything("Runs", "All is well", "nightly")))
                        .lines())
                .contains("Week 5", "Runs", "All is well", "nightly,7", "name,n", "nightly,1", "other,-160.5");
    }

    @Test
    void rowsMayBeListsAndRagged() throws Exception {
        Map<String, Object> table = Map.of("columns", List.of("a", "b"), "rows", List.of(List.of(1), List.of(1, 2, 3)));
        assertThat(render("markdown", "T", List.of(Map.of("table", table))))
                .contains("| a | b |  |", "| 1 | | |", "| 1 | 2 | 3 |");
        Map<String, Object> sparse = Map.of(
                "rows", List.of(Map.of("a", Arrays.asList(1, null)), Map.of("b", 2)), "columns", List.of("a", "b"));
        assertThat(render("csv", "T", List.of(Map.of("table", sparse)))).contains("\"[1,null]\",", ",2");
        assertThat(render("markdown", "T", List.of(Map.of("table", Map.of("rows", List.of())))))
                .isEqualTo("# T\n");
    }

    @Test
    void nothingGivenBecomesMarkupOfAPage() throws Exception {
        for (String hostile : HOSTILE) {
            String html = render("html", hostile, List.of(everything(hostile, hostile, hostile)));
            // Well-formed but for the doctype and the void elements of the head: a text that got through would break
            // it.
            String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + "</body>".length());
            org.w3c.dom.Document parsed = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(body)));
            assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
            assertThat(parsed.getElementsByTagName("img").getLength()).isZero();
            assertThat(html).contains("default-src 'none'");
        }
        // The control: unescaped, the first of them is an element.
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader("<body>" + HOSTILE.getFirst() + "</body>")))
                        .getElementsByTagName("script")
                        .getLength())
                .isEqualTo(1);
    }

    @Test
    void nothingGivenBecomesMarkupOfMarkdown() throws Exception {
        for (String hostile : HOSTILE) {
            String text = render("markdown", hostile, List.of(everything(hostile, hostile, hostile)));
            assertThat(text).doesNotContain("<script", "<img", "](", "<!--", "\u001b");
            assertThat(text.lines().filter(line -> line.startsWith("|")).map(ReportAgentTest::columns))
                    .as(text)
                    .containsOnly(2L, 3L);
        }
    }

    /** Cells of a line of a table: bars that are not escaped, less one. */
    private static long columns(String line) {
        return line.replace("\\|", "").chars().filter(c -> c == '|').count() - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "@x", "-1"})
    void nothingGivenBecomesAFormula(String hostile) throws Exception {
        String text = render("csv", hostile, List.of(everything(hostile, hostile, hostile)));
        assertThat(text.lines().flatMap(line -> Arrays.stream(line.split(",", -1))))
                .noneMatch(cell -> cell.equals(hostile) || cell.equals("\"" + hostile + "\""));
    }

    @Test
    void aReportThatIsTooLongIsRefused() {
        Map<String, Object> section = Map.of("text", "x".repeat(90_000));
        assertThatThrownBy(() -> render("markdown", "T", Collections.nCopies(80, section)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
    }

    private static Map<String, Object> everything(String title, String text, String label) {
        return Map.of(
                "title", title,
                "text", text,
                "figures", List.of(Map.of("label", label, "value", 7)),
                "table", Map.of("columns", List.of("name", "n"), "rows", List.of(Map.of("name", label, "n", 1))),
                "chart",
                        Map.of(
                                "bars",
                                List.of(
                                        Map.of("label", label, "value", 80),
                                        Map.of("label", "other", "value", -160.5))));
    }

    private String render(String format, String title, List<?> sections) throws InterruptedException {
        JsonNode output = agent().invoke(FakeContext.of(
                "report", "render", Map.of("format", format, "title", title, "sections", sections)));
        assertThat(output.path("contentType").asText()).contains(format);
        return output.path("text").asText();
    }
}
