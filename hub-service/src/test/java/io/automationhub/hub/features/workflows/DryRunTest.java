package io.automationhub.hub.features.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.runs.EndedRun;
import io.automationhub.hub.features.workflows.Forecast.Basis;
import io.automationhub.hub.features.workflows.Forecast.StepForecast;
import io.automationhub.hub.features.workflows.Forecast.Would;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.Capabilities;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.flow.FlowAgent;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DryRunTest {

    private static final ObjectMapper JSON = Json.mapper();
    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(Capabilities.of(List.of(
            new FlowAgent().manifest(),
            new AgentManifest(
                    "test", "Test", "1.0.0", "test", "For tests.", List.of(capability("call"), capability("other"))))));

    private static final String RECORDED = """
            steps:
              - { id: a, uses: test/call, with: { n: "${{ inputs.n }}" } }
              - { id: b, uses: test/call, needs: [a], with: { from: "${{ steps.a.output.n }}" } }
            """;

    private static CapabilityManifest capability(String name) {
        JsonNode any = JSON.createObjectNode();
        return new CapabilityManifest(
                name, List.of(), "Does it.", any, any, Effect.NONE, Duration.ofSeconds(5), Placement.HUB);
    }

    private static Plan plan(String definition) {
        return COMPILER.compile("name: test\n" + definition).orThrow();
    }

    /** What a definition would do after a run of {@link #RECORDED}, given {@code {"n": 3}}, in which {@code b} ended so. */
    private static Forecast forecast(String definition, StepStatus ofB) {
        JsonNode inputs = EndedRun.json("{\"n\": 3}");
        FlowInput input = FlowInput.of(
                WorkScope.of(Tenancy.DEFAULT_ORGANIZATION),
                new RunId(UUID.randomUUID()),
                plan(RECORDED),
                inputs,
                JSON.createObjectNode(),
                JSON.createObjectNode());
        StepState b = EndedRun.step("b", ofB, "{\"from\": 3}", "{\"done\": true}");
        FlowState state = new FlowState(
                RunStatus.SUCCEEDED,
                null,
                null,
                List.of(EndedRun.step("a", StepStatus.SUCCEEDED, "{\"n\": 3}", "{\"n\": 3}"), b),
                null,
                null);
        return DryRun.of(plan(definition), inputs, input, state);
    }

    private static Forecast forecast(String definition) {
        return forecast(definition, StepStatus.SUCCEEDED);
    }

    private static StepForecast step(Forecast forecast, String id) {
        return forecast.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> wouldDo(Forecast forecast) {
        return forecast.steps().stream()
                .map(step -> step.id() + " " + step.would())
                .toList();
    }

    @Test
    void theSameDefinitionWouldDoTheSame() {
        Forecast forecast = forecast(RECORDED + "outputs: { done: \"${{ steps.b.output.done }}\" }");
        assertThat(wouldDo(forecast)).containsExactly("a RUN", "b RUN");
        assertThat(forecast.steps()).allSatisfy(step -> {
            assertThat(step.basis()).isEqualTo(Basis.RECORDED);
            assertThat(step.differences()).isEmpty();
        });
        assertThat(forecast.output()).isEqualTo(EndedRun.json("{\"done\": true}"));
        assertThat(forecast.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void anotherInputIsShownAsADifference() {
        Forecast forecast = forecast(RECORDED.replace("steps.a.output.n", "steps.a.output.n * 2"));
        assertThat(step(forecast, "b").input()).hasToString("{\"from\":6}");
        assertThat(step(forecast, "b").differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.pointer()).isEqualTo("/from"));
    }

    @Test
    void stepsOfTheRunItselfAreDone() {
        Forecast forecast = forecast("""
                steps:
                  - { id: a, uses: test/call, with: { n: 1 } }
                  - { id: twice, uses: flow/transform, needs: [a], with: { value: "${{ steps.a.output.n * 2 }}" } }
                  - { id: which, uses: flow/switch, needs: [twice],
                      with: { cases: [ { case: big, when: "${{ steps.twice.output > 5 }}" } ], default: small } }
                  - { id: big, uses: test/call, needs: [which], if: "steps.which.output.case == 'big'" }
                  - { id: small, uses: test/call, needs: [which], if: "steps.which.output.case == 'small'" }
                """);
        assertThat(wouldDo(forecast)).containsExactly("a RUN", "twice RUN", "which RUN", "big RUN", "small SKIP");
        assertThat(step(forecast, "which").basis()).isEqualTo(Basis.COMPUTED);
        assertThat(step(forecast, "small").why()).contains("condition");
    }

    @Test
    void whatTheRunDoesNotHaveIsAssumedToSucceedWithNothing() {
        Forecast forecast = forecast("""
                steps:
                  - { id: a, uses: test/other }
                  - { id: new, uses: test/call, needs: [a], with: { n: "${{ steps.a.output.n }}" } }
                """);
        assertThat(step(forecast, "a").basis()).as("another capability").isEqualTo(Basis.ASSUMED);
        assertThat(step(forecast, "new").basis()).isEqualTo(Basis.ASSUMED);
        assertThat(step(forecast, "new").input()).isEqualTo(EndedRun.json("{\"n\": null}"));
    }

    @Test
    void afterAFailureOnlyThoseRunThatAskForIt() {
        Forecast forecast = forecast(RECORDED + """
                  - { id: after, uses: test/call, needs: [b] }
                  - { id: later, uses: test/call, needs: [after] }
                  - { id: tell, uses: test/call, needs: [later], if: failure(), with: { status: "${{ run.status }}" } }
                """, StepStatus.FAILED);
        assertThat(wouldDo(forecast)).containsExactly("a RUN", "b RUN", "after SKIP", "later SKIP", "tell RUN");
        assertThat(step(forecast, "tell").input()).isEqualTo(EndedRun.json("{\"status\": \"failed\"}"));
        assertThat(forecast.status()).isEqualTo(RunStatus.FAILED);
        assertThat(forecast.output()).isNull();
    }

    @Test
    void aFailureThatIsHandledIsNone() {
        String handled = RECORDED.replace(
                "with: { from:",
                "onError: { steps: [ { id: instead, uses: flow/transform, with: { value: 9 } } ] }, with: { from:");
        Forecast failing = forecast(handled + "  - { id: after, uses: test/call, needs: [b] }\n", StepStatus.FAILED);
        assertThat(wouldDo(failing)).containsExactly("a RUN", "b RUN", "instead RUN", "after RUN");
        assertThat(failing.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(wouldDo(forecast(handled))).containsExactly("a RUN", "b RUN", "instead SKIP");

        String continued = RECORDED.replace("with: { from:", "onError: { continue: true }, with: { from:");
        assertThat(forecast(continued, StepStatus.FAILED).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void anExpressionThatFailsFailsItsStep() {
        Forecast forecast = forecast("""
                steps:
                  - { id: a, uses: test/call, with: { n: "${{ 1 / (inputs.n - 3) }}" } }
                  - { id: b, uses: test/call, needs: [a] }
                """);
        assertThat(wouldDo(forecast)).containsExactly("a FAIL", "b SKIP");
        assertThat(step(forecast, "a").why()).contains("fails");
    }

    @Test
    void ofItemsTheFirstInputsAreShown() {
        Forecast forecast = forecast("""
                steps:
                  - { id: each, uses: test/call, forEach: { items: "${{ [5, 6] }}" }, with: { n: "${{ item + index }}" } }
                  - { id: none, uses: test/call, forEach: { items: "${{ inputs.n }}" } }
                """);
        assertThat(step(forecast, "each").itemCount()).isEqualTo(2);
        assertThat(step(forecast, "each").items()).hasToString("[{\"n\":5}, {\"n\":7}]");
        assertThat(step(forecast, "none").would()).isEqualTo(Would.FAIL);
    }

    /** Pairs of steps that all need the pair before: more ways through than could ever be gone. */
    @Test
    @Timeout(30)
    void aStepWithCountlessWaysToItIsConsideredOnce() {
        StringBuilder steps =
                new StringBuilder("steps:\n  - { id: a0, uses: test/call }\n  - { id: b0, uses: test/call }\n");
        for (int i = 1; i < 100; i++) {
            for (String side : List.of("a", "b")) {
                steps.append("  - { id: %s%d, uses: test/call, if: always(), needs: [a%d, b%d] }%n"
                        .formatted(side, i, i - 1, i - 1));
            }
        }
        assertThat(forecast(steps.toString()).steps()).hasSize(200);
    }

    @Test
    void outputsThatCannotBeToldFailTheRun() {
        Forecast forecast = forecast(RECORDED + "outputs: { n: \"${{ 1 / 0 }}\" }");
        assertThat(forecast.status()).isEqualTo(RunStatus.FAILED);
        assertThat(forecast.error()).isNotNull();
    }
}
