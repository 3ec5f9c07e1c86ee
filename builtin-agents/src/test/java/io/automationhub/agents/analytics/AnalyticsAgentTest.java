package io.automationhub.agents.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.agents.analytics.RunStatistics.OfWorkflow;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyticsAgentTest extends AgentContractTest {

    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

    private final List<OfWorkflow> runs = new ArrayList<>();
    private final List<Object> asked = new ArrayList<>();

    @Override
    protected TypedAgent agent() {
        return new AnalyticsAgent(
                (scope, since, until, workflow) -> {
                    asked.addAll(Arrays.asList(since, until, workflow));
                    return runs;
                },
                () -> NOW);
    }

    @Test
    void numbersAreDescribed() throws Exception {
        JsonNode total = invoke(
                        "summarize",
                        Map.of("items", Arrays.asList(4, 1, null, 3, 2), "percentiles", List.of(0, 50, 75, 99.9, 100)))
                .path("total");
        assertThat(total.path("count").asInt()).isEqualTo(4);
        assertThat(total.path("missing").asInt()).isEqualTo(1);
        assertThat(total.path("sum").asDouble()).isEqualTo(10);
        assertThat(total.path("mean").asDouble()).isEqualTo(2.5);
        assertThat(total.path("min").asDouble()).isEqualTo(1);
        assertThat(total.path("max").asDouble()).isEqualTo(4);
        assertThat(total.path("stddev").asDouble()).isCloseTo(1.2909944, within(1e-6));
        assertThat(total.at("/percentiles/p50").asDouble()).isEqualTo(2.5);
        assertThat(total.at("/percentiles/p75").asDouble()).isEqualTo(3.25);
        assertThat(total.at("/percentiles/p0").asDouble()).isEqualTo(1);
        assertThat(total.at("/percentiles/p99.9").asDouble()).isCloseTo(3.997, within(1e-9));
    }

    @Test
    void nothingHasNoFigures() throws Exception {
        JsonNode total = invoke("summarize", Map.of("items", List.of())).path("total");
        assertThat(total.path("count").asInt()).isZero();
        assertThat(total.path("mean").isNull()).isTrue();
        assertThat(total.at("/percentiles/p95").isNull()).isTrue();
        assertThat(invoke("summarize", Map.of("items", List.of(7)))
                        .at("/total/stddev")
                        .isNull())
                .isTrue();
    }

    @Test
    void groupsAreDescribedApart() throws Exception {
        List<Map<String, Object>> items =
                List.of(Map.of("t", "b", "ms", 1), Map.of("t", "a", "ms", 5), Map.of("t", "b", "ms", 3));
        JsonNode groups = invoke("summarize", Map.of("items", items, "value", "item.ms", "by", "item.t"))
                .path("groups");
        assertThat(groups.findValuesAsText("key")).containsExactly("b", "a");
        assertThat(groups.at("/0/figures/sum").asDouble()).isEqualTo(4);
    }

    @Test
    void whatIsNoNumberIsRefused() {
        refused("summarize", Map.of("items", List.of("x")));
        refused("summarize", Map.of("items", List.of(1), "value", "item > 0"));
        refused("time-series", Map.of("items", List.of(Map.of("at", "soon")), "time", "item.at", "every", "1h"));
        refused("time-series", Map.of("items", List.of(), "time", "item", "every", "0s"));
        refused("time-series", Map.of("items", List.of(), "time", "item", "every", "1h", "aggregate", "sum"));
    }

    @ParameterizedTest
    @CsvSource({"count, 2, 0, 1", "sum, 4, 0, 5", "mean, 2, null, 5", "min, 1, null, 5", "max, 3, null, 5"})
    void itemsAreSortedIntoSpansOfTime(String aggregate, String first, String empty, String last) throws Exception {
        List<Map<String, Object>> items = List.of(
                Map.of("at", "2026-01-31T10:59:59Z", "n", 1),
                Map.of("at", "2026-01-31T12:00:00+00:00", "n", 5),
                Map.of("at", 1_769_853_600, "n", 3));
        JsonNode buckets = invoke(
                        "time-series",
                        Map.of(
                                "items",
                                items,
                                "time",
                                "item.at",
                                "value",
                                "item.n",
                                "every",
                                "1h",
                                "aggregate",
                                aggregate))
                .path("buckets");
        assertThat(buckets.findValuesAsText("at"))
                .containsExactly("2026-01-31T10:00:00Z", "2026-01-31T11:00:00Z", "2026-01-31T12:00:00Z");
        assertThat(buckets.findValues("value").stream().map(value -> value.isNull() ? "null" : value.asInt() + ""))
                .containsExactly(first, empty, last);
    }

    @Test
    void emptySpansAreLeftOutWhereAskedAndTooManyAreRefused() throws Exception {
        Map<String, Object> wide = Map.of("items", List.of(0, 1e9), "time", "item", "every", "1s");
        assertThatThrownBy(() -> invoke("time-series", wide))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
        Map<String, Object> sparse = new java.util.HashMap<>(wide);
        sparse.put("fill", false);
        assertThat(invoke("time-series", sparse).path("buckets")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"'1,2,3,4', up, 1", "'4,3,2,1', down, -1", "'5,5,5,5', flat, 0", "'1,9,1,9,1,9,1,9,1', flat, 0"})
    void aTrendIsALine(String values, String direction, double slope) throws Exception {
        List<Double> row =
                Arrays.stream(values.split(",", -1)).map(Double::valueOf).toList();
        JsonNode trend = invoke("trend", Map.of("values", row));
        assertThat(trend.path("direction").asText()).isEqualTo(direction);
        assertThat(trend.path("slope").asDouble()).isCloseTo(slope, within(1e-9));
    }

    @Test
    void oneNumberHasNoTrend() throws Exception {
        assertThat(invoke("trend", Map.of("values", List.of(1))).path("slope").isNull())
                .isTrue();
    }

    @Test
    void outliersStandOutEvenAmongOutliers() throws Exception {
        JsonNode found = invoke("anomalies", Map.of("values", List.of(10, 11, 9, 10, 90, 10, -70)));
        assertThat(found.path("anomalies").findValuesAsText("index")).containsExactly("4", "6");
        assertThat(found.at("/anomalies/1/score").asDouble()).isNegative();
        assertThat(found.path("median").asDouble()).isEqualTo(10);

        List<Integer> almostAllOne = new ArrayList<>(Collections.nCopies(20, 5));
        almostAllOne.set(3, 50);
        assertThat(invoke("anomalies", Map.of("values", almostAllOne)).path("anomalies"))
                .hasSize(1);
        assertThat(invoke("anomalies", Map.of("values", List.of(5, 5, 5))).path("anomalies"))
                .isEmpty();
        assertThat(invoke("anomalies", Map.of("values", List.of()))
                        .path("median")
                        .isNull())
                .isTrue();
    }

    @Test
    void runsAreAddedUp() throws Exception {
        UUID workflow = UUID.randomUUID();
        runs.add(new OfWorkflow(workflow, "nightly", 3, 2, 1, 0, 2.0, 2.0, 3.0));
        runs.add(new OfWorkflow(null, "deploy", 1, 1, 0, 0, null, null, null));
        JsonNode result = invoke("runs", Map.of("over", "24h", "workflow", workflow.toString()));
        assertThat(result.path("runs").asInt()).isEqualTo(4);
        assertThat(result.path("successRate").asDouble()).isEqualTo(0.75);
        assertThat(result.at("/workflows/0/name").asText()).isEqualTo("nightly");
        assertThat(asked).containsExactly(NOW.minusSeconds(86_400), NOW, workflow);
    }

    @Test
    void withoutRunsThereIsNoRate() throws Exception {
        assertThat(invoke("runs", Map.of()).path("successRate").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "400d", "soon"})
    void aTimeIsATime(String over) {
        refused("runs", Map.of("over", over));
    }

    private JsonNode invoke(String capability, Map<String, ?> input) throws InterruptedException {
        return agent().invoke(FakeContext.of("analytics", capability, input));
    }

    private void refused(String capability, Map<String, ?> input) {
        assertThatThrownBy(() -> invoke(capability, input))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
    }
}
