package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.ids.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a run starts with.
 *
 * @param scope in whose name it runs
 * @param run its id
 * @param plan what to do
 * @param inputs fits the workflow's input schema, defaults filled in
 * @param context its keys are variables of expressions: {@code trigger}, {@code vars}, {@code env}, {@code deployment},
 *     {@code environment}, {@code project}; {@code environment.host} is where host-bound steps run unless they say
 * @param meta merged into the variable {@code run}, such as number, workflow and version
 * @param carried where an earlier part of the same run left off; null at the start
 */
public record FlowInput(
        WorkScope scope,
        RunId run,
        Plan plan,
        JsonNode inputs,
        ObjectNode context,
        ObjectNode meta,
        @Nullable FlowCarry carried) {

    /** The input of a new run. */
    public static FlowInput of(
            WorkScope scope, RunId run, Plan plan, JsonNode inputs, ObjectNode context, ObjectNode meta) {
        return new FlowInput(scope, run, plan, inputs, context, meta, null);
    }

    FlowInput with(FlowCarry carry) {
        return new FlowInput(scope, run, plan, inputs, context, meta, carry);
    }
}
