package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowJson;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What expressions of a run saw, made from what is recorded of it. Secrets are not among it: a run knows their names
 * only.
 */
public final class RecordedVariables {

    private final Map<String, Object> variables = new LinkedHashMap<>();
    private final Map<String, Object> steps = new LinkedHashMap<>();
    private final Map<String, Object> meta = new LinkedHashMap<>();

    private RecordedVariables() {}

    /**
     * The variables of a run as a whole, with no step yet.
     *
     * @param inputs in the place of the run's own
     * @param status the variable {@code run.status}
     */
    public static RecordedVariables of(FlowInput input, JsonNode inputs, String status, @Nullable Instant startedAt) {
        RecordedVariables made = new RecordedVariables();
        input.context().properties().forEach(entry -> made.variables.put(entry.getKey(), Values.of(entry.getValue())));
        made.variables.put("inputs", Values.of(inputs));
        input.meta().properties().forEach(entry -> made.meta.put(entry.getKey(), Values.of(entry.getValue())));
        made.meta.put("id", input.run().toString());
        made.meta.putIfAbsent("workflow", input.plan().name());
        made.meta.put("status", status);
        if (startedAt != null) {
            made.meta.put("startedAt", startedAt.toString());
        }
        made.variables.put("run", made.meta);
        made.variables.put("steps", made.steps);
        return made;
    }

    /** The variables of a run that ended: of all of its steps, or of those before one. */
    static RecordedVariables of(FlowInput input, FlowState state, @Nullable PlannedStep before) {
        RecordedVariables made = of(input, input.inputs(), text(state.status()), state.startedAt());
        Set<String> seen = before == null ? null : ancestors(input.plan(), before);
        state.steps().stream()
                .filter(step -> seen == null || seen.contains(step.id()))
                .forEach(
                        step -> made.step(step.id(), step.status(), step.output(), tree(step.error()), attempts(step)));
        made.status(state, seen);
        return made;
    }

    /** Adds a step. */
    public void step(String id, StepStatus status, @Nullable JsonNode output, @Nullable JsonNode error, int attempts) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("status", text(status));
        seen.put("output", Values.of(output));
        seen.put("error", Values.of(error));
        seen.put("attempts", (long) attempts);
        steps.put(id, seen);
    }

    /** Says how the run stands. */
    public void status(RunStatus status) {
        meta.put("status", text(status));
    }

    /** Adds a variable. */
    public RecordedVariables with(String name, Object value) {
        variables.put(name, value);
        return this;
    }

    /** As expressions take them; follows what is added later. */
    public Map<String, Object> asMap() {
        return variables;
    }

    private void status(FlowState state, @Nullable Set<String> seen) {
        List<StepState> of = state.steps().stream()
                .filter(step -> seen == null || seen.contains(step.id()))
                .toList();
        boolean failed = of.stream().anyMatch(step -> step.status() == StepStatus.FAILED && !step.handled());
        boolean canceled = of.stream().anyMatch(step -> step.status() == StepStatus.CANCELED);
        boolean skipped = of.stream().anyMatch(step -> step.status() == StepStatus.SKIPPED);
        with("@success", !failed && !canceled && !skipped);
        with("@failure", failed);
        with("@canceled", canceled);
        with("@always", true);
    }

    /** Ids of all steps that are final when one is considered. */
    private static Set<String> ancestors(Plan plan, PlannedStep of) {
        Map<String, PlannedStep> steps = new LinkedHashMap<>();
        plan.steps().forEach(step -> steps.put(step.id(), step));
        Set<String> found = new LinkedHashSet<>();
        Deque<PlannedStep> open = new ArrayDeque<>(List.of(of));
        while (!open.isEmpty()) {
            PlannedStep step = open.pop();
            Set<String> next = new LinkedHashSet<>(step.needs());
            if (step.handles() != null) {
                next.add(step.handles());
            }
            for (String id : next) {
                PlannedStep needed = steps.get(id);
                if (needed != null && found.add(id)) {
                    open.push(needed);
                }
            }
        }
        return found;
    }

    private static int attempts(StepState step) {
        if (step.call() != null) {
            return step.call().attemptCount();
        }
        return step.items() == null
                ? 0
                : step.items().stream().mapToInt(CallState::attemptCount).sum();
    }

    private static @Nullable JsonNode tree(@Nullable Object value) {
        return value == null ? null : FlowJson.MAPPER.valueToTree(value);
    }

    private static String text(Object status) {
        return FlowJson.MAPPER.valueToTree(status).textValue();
    }
}
