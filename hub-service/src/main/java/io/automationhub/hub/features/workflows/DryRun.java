package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.runs.RecordedVariables;
import io.automationhub.hub.features.workflows.Forecast.Basis;
import io.automationhub.hub.features.workflows.Forecast.StepForecast;
import io.automationhub.hub.features.workflows.Forecast.Would;
import io.automationhub.hub.platform.web.JsonDifferences;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.definition.PlannedCall;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowJson;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a plan with what is recorded of a run, and does nothing: decides which steps would run, by the rules of the
 * interpreter, and what they would be given. Times, retries, cancellation and {@code failFast} are left aside.
 */
final class DryRun {

    private static final int ITEMS_SHOWN = 20;
    private static final int MOST_ITEMS = 10_000;
    private static final int MOST_DIFFERENCES = 50;

    private final Plan plan;
    private final Map<String, StepState> recorded = new LinkedHashMap<>();
    private final Map<String, PlannedStep> recordedPlan = new LinkedHashMap<>();
    private final Map<String, StepStatus> statuses = new LinkedHashMap<>();
    private final Map<String, PlannedStep> steps = new LinkedHashMap<>();
    private final RecordedVariables variables;

    private DryRun(Plan plan, JsonNode inputs, FlowInput input, FlowState state) {
        this.plan = plan;
        this.variables = RecordedVariables.of(input, inputs, "succeeded", state.startedAt());
        state.steps().forEach(step -> recorded.put(step.id(), step));
        input.plan().steps().forEach(step -> recordedPlan.put(step.id(), step));
        plan.steps().forEach(step -> {
            steps.put(step.id(), step);
            variables.step(step.id(), StepStatus.PENDING, null, null, 0);
        });
    }

    /**
     * Goes through a plan.
     *
     * @param inputs what the run's inputs are to this definition, defaults filled in
     * @param input what the run was started with
     * @param state how it ended
     */
    static Forecast of(Plan plan, JsonNode inputs, FlowInput input, FlowState state) {
        return new DryRun(plan, inputs, input, state).forecast();
    }

    private Forecast forecast() {
        List<StepForecast> forecasts = new ArrayList<>();
        for (PlannedStep step : plan.steps()) {
            forecasts.add(consider(step));
            if (anyBad()) {
                variables.status(RunStatus.FAILED);
            }
        }
        if (anyBad()) {
            return new Forecast(RunStatus.FAILED, forecasts, null, null);
        }
        try {
            JsonNode output = Expressions.resolve(plan.outputs(), variables.asMap());
            return new Forecast(RunStatus.SUCCEEDED, forecasts, output, null);
        } catch (ExpressionException e) {
            return new Forecast(RunStatus.FAILED, forecasts, null, e.getMessage());
        }
    }

    private StepForecast consider(PlannedStep step) {
        String handles = step.handles();
        if (handles != null && statuses.get(handles) != StepStatus.FAILED) {
            return skip(step, "'" + handles + "' does not fail");
        }
        try {
            String why = whyNot(step);
            if (why != null) {
                return skip(step, why);
            }
            return step.forEach() == null
                    ? single(step)
                    : many(step, step.forEach().items());
        } catch (ExpressionException e) {
            end(step, StepStatus.FAILED, null, e.getMessage());
            return told(step, Would.FAIL, e.getMessage(), null, null, null, null);
        }
    }

    private @Nullable String whyNot(PlannedStep step) {
        boolean success = step.needs().stream().allMatch(this::isGood);
        String condition = step.condition();
        boolean asks = condition != null && Expressions.callsStatus(condition);
        if (!asks && !success) {
            return "a step that it needs does not end well";
        }
        if (condition == null) {
            return null;
        }
        variables
                .with("@success", success)
                .with("@failure", anyAncestorBad(step, new HashSet<>()))
                .with("@canceled", false)
                .with("@always", true);
        return Expressions.test(condition, variables.asMap()) ? null : "its condition is false";
    }

    private StepForecast skip(PlannedStep step, String why) {
        end(step, StepStatus.SKIPPED, null, null);
        return told(step, Would.SKIP, why, null, null, null, null);
    }

    private StepForecast single(PlannedStep step) {
        JsonNode input = Expressions.resolve(step.call().with(), variables.asMap());
        Basis basis = inRun(step, input) ? Basis.COMPUTED : fromRecord(step);
        return told(step, Would.RUN, null, basis, input, null, null);
    }

    private StepForecast many(PlannedStep step, JsonNode rule) {
        JsonNode items = Expressions.resolve(rule, variables.asMap());
        if (!items.isArray() && !items.isNull()) {
            throw new ExpressionException("'forEach.items' did not yield a list");
        }
        if (items.size() > MOST_ITEMS) {
            throw new ExpressionException("'forEach.items' yielded more than " + MOST_ITEMS + " items");
        }
        List<JsonNode> inputs = new ArrayList<>();
        Map<String, Object> seen = new LinkedHashMap<>(variables.asMap());
        for (int i = 0; i < Math.min(ITEMS_SHOWN, items.size()); i++) {
            seen.put("item", Values.of(items.get(i)));
            seen.put("index", (long) i);
            inputs.add(Expressions.resolve(step.call().with(), seen));
        }
        return told(step, Would.RUN, null, fromRecord(step), null, items.size(), inputs);
    }

    /** Does what is done in the run itself; false for everything else. */
    private boolean inRun(PlannedStep step, JsonNode input) {
        if (step.call().placement() != Placement.RUN || step.repeat() != null) {
            return false;
        }
        switch (step.call().capability()) {
            case "transform" -> end(step, StepStatus.SUCCEEDED, input.path("value"), null);
            case "switch" -> end(step, StepStatus.SUCCEEDED, chosen(input), null);
            case "fail" ->
                end(step, StepStatus.FAILED, null, input.path("message").asText());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode chosen(JsonNode input) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        for (JsonNode each : input.path("cases")) {
            if (each.path("when").asBoolean()) {
                return output.set("case", each.path("case"));
            }
        }
        JsonNode otherwise = input.path("default");
        return output.set("case", otherwise.isTextual() ? otherwise : NullNode.instance);
    }

    /** Takes what the same step of the run came to; without one, it is taken to succeed with nothing. */
    private Basis fromRecord(PlannedStep step) {
        StepState state = recorded.get(step.id());
        PlannedStep before = recordedPlan.get(step.id());
        if (state == null || before == null || !sameCall(before.call(), step.call())) {
            end(step, StepStatus.SUCCEEDED, null, null);
            return Basis.ASSUMED;
        }
        switch (state.status()) {
            case SUCCEEDED, COMPENSATED -> end(step, StepStatus.SUCCEEDED, state.output(), null);
            case FAILED ->
                end(
                        step,
                        StepStatus.FAILED,
                        null,
                        state.error() == null ? null : state.error().detail());
            default -> {
                end(step, StepStatus.SUCCEEDED, null, null);
                return Basis.ASSUMED;
            }
        }
        return Basis.RECORDED;
    }

    private static boolean sameCall(PlannedCall one, PlannedCall other) {
        return one.agent().equals(other.agent()) && one.capability().equals(other.capability());
    }

    private void end(PlannedStep step, StepStatus status, @Nullable JsonNode output, @Nullable String failure) {
        statuses.put(step.id(), status);
        StepState state = recorded.get(step.id());
        JsonNode error = null;
        if (status == StepStatus.FAILED) {
            error = state != null && state.error() != null
                    ? FlowJson.MAPPER.valueToTree(state.error())
                    : JsonNodeFactory.instance
                            .objectNode()
                            .put("type", "failed")
                            .put("detail", failure);
        }
        variables.step(step.id(), status, output, error, status == StepStatus.SKIPPED ? 0 : 1);
        String handles = step.handles();
        if (handles != null && status == StepStatus.SUCCEEDED) {
            // What a handler yields stands in for what it handles.
            variables.step(handles, StepStatus.FAILED, output, null, 1);
        }
    }

    private StepForecast told(
            PlannedStep step,
            Would would,
            @Nullable String why,
            @Nullable Basis basis,
            @Nullable JsonNode input,
            @Nullable Integer itemCount,
            @Nullable List<JsonNode> items) {
        StepState state = recorded.get(step.id());
        JsonNode before =
                state == null || state.call() == null ? null : state.call().input();
        return new StepForecast(
                step.id(),
                would,
                why,
                basis,
                input,
                itemCount,
                items,
                state == null ? null : state.status(),
                input == null || before == null
                        ? List.of()
                        : JsonDifferences.of(before, input, MOST_DIFFERENCES).differences());
    }

    private boolean isGood(String id) {
        StepStatus status = statuses.get(id);
        return status == StepStatus.SUCCEEDED || (status == StepStatus.FAILED && isHandled(steps.get(id)));
    }

    private boolean isHandled(@Nullable PlannedStep step) {
        return step != null
                && (step.continueOnError()
                        || (!step.handlers().isEmpty()
                                && step.handlers().stream()
                                        .allMatch(id -> isGood(id) || statuses.get(id) == StepStatus.SKIPPED)));
    }

    private boolean isBad(String id) {
        return statuses.get(id) == StepStatus.FAILED && !isHandled(steps.get(id));
    }

    private boolean anyBad() {
        return statuses.keySet().stream().anyMatch(this::isBad);
    }

    /** Each ancestor is looked at once, however many ways lead to it. */
    private boolean anyAncestorBad(PlannedStep step, Set<String> seen) {
        return step.needs().stream().filter(seen::add).anyMatch(id -> {
            PlannedStep needed = steps.get(id);
            return isBad(id) || (needed != null && anyAncestorBad(needed, seen));
        });
    }
}
