package io.automationhub.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;

/**
 * A CEL expression, without braces, over {@code item}, {@code index} and {@code vars}. Each evaluation has the budget of
 * the workflow language, all of them together that of {@link Limits}.
 *
 * @param text the expression
 * @param pointer where it stands in the input
 */
public record ItemExpression(String text, String pointer) {

    /**
     * Its value for one item.
     *
     * @param vars as {@link Values#of} makes it, once for all items
     */
    public JsonNode of(JsonNode item, int index, Object vars, Limits limits) {
        limits.tick();
        Map<String, Object> seen = new HashMap<>();
        seen.put("item", Values.of(item));
        seen.put("index", (long) index);
        seen.put("vars", vars);
        try {
            return Expressions.evaluate(text, seen);
        } catch (ExpressionException e) {
            throw ProblemException.invalid(pointer, "For item " + index + ": " + e.getMessage());
        }
    }

    /** Whether it holds for one item; null counts as false. */
    public boolean holds(JsonNode item, int index, Object vars, Limits limits) {
        JsonNode value = of(item, index, vars, limits);
        if (!value.isBoolean() && !value.isNull()) {
            throw ProblemException.invalid(pointer, "For item " + index + " it is neither true nor false");
        }
        return value.asBoolean();
    }
}
