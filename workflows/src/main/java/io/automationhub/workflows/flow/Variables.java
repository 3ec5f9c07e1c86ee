package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.definition.expression.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What expressions see of a run. Values are converted once and kept. */
final class Variables {

    private final RunModel run;
    private final Map<String, Object> constant = new LinkedHashMap<>();
    private final Map<String, Object> runMeta = new LinkedHashMap<>();
    private final Map<String, Object> steps = new LinkedHashMap<>();

    Variables(RunModel run) {
        this.run = run;
        FlowInput input = run.input;
        input.context().properties().forEach(entry -> constant.put(entry.getKey(), Values.of(entry.getValue())));
        constant.put("inputs", Values.of(input.inputs()));
        input.meta().properties().forEach(entry -> runMeta.put(entry.getKey(), Values.of(entry.getValue())));
        runMeta.put("id", input.run().toString());
        runMeta.putIfAbsent("workflow", input.plan().name());
        run.steps().forEach(this::update);
    }

    /** Takes up what became of a step. */
    void update(StepModel step) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("status", text(step.status));
        seen.put("output", Values.of(step.output));
        seen.put("error", step.error == null ? Values.NULL : Values.of(FlowJson.tree(step.error)));
        seen.put("attempts", (long) step.attempts());
        steps.put(step.id(), seen);
    }

    /** For anything of the run as a whole. */
    Map<String, Object> ofRun() {
        Map<String, Object> variables = new LinkedHashMap<>(constant);
        Map<String, Object> meta = new LinkedHashMap<>(runMeta);
        meta.put("status", text(statusSoFar()));
        if (run.startedAt != null) {
            meta.put("startedAt", run.startedAt.toString());
        }
        variables.put("run", meta);
        variables.put("steps", steps);
        return variables;
    }

    /** For one call of a step; with the item when it is one of many. */
    Map<String, Object> ofCall(@Nullable Integer index, @Nullable JsonNode item) {
        Map<String, Object> variables = ofRun();
        if (index != null) {
            variables.put("item", Values.of(item));
            variables.put("index", index.longValue());
        }
        return variables;
    }

    /** For a step's {@code if}. */
    Map<String, Object> ofCondition(boolean success, boolean failure) {
        Map<String, Object> variables = ofRun();
        variables.put("@success", success);
        variables.put("@failure", failure);
        variables.put("@canceled", run.isCanceled());
        variables.put("@always", true);
        return variables;
    }

    /** As GitHub's {@code job.status}: how the run stands when it would end here. */
    private RunStatus statusSoFar() {
        if (run.isCanceled()) {
            return RunStatus.CANCELED;
        }
        return run.isStopping() || run.anyBad() ? RunStatus.FAILED : RunStatus.SUCCEEDED;
    }

    private static String text(Object status) {
        return FlowJson.tree(status).textValue();
    }

    static ObjectNode object() {
        return FlowJson.MAPPER.createObjectNode();
    }
}
