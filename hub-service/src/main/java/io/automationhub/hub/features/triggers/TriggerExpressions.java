package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.ExpressionTypes;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.References;
import io.automationhub.workflows.definition.expression.Template;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The expressions in triggers: inputs over {@code trigger}, filters over {@code event}. */
public final class TriggerExpressions {

    private static final String TRIGGER = "trigger";
    private static final String EVENT = "event";

    private final String variable;
    private final ExpressionTypes types = new ExpressionTypes();
    private final List<FieldError> errors = new ArrayList<>();

    private TriggerExpressions(String variable) {
        this.variable = variable;
        types.variable(variable, null);
    }

    /** What is wrong with the expressions of an input that stands at {@code /input}. */
    static List<FieldError> inInput(JsonNode input) {
        TriggerExpressions checks = new TriggerExpressions(TRIGGER);
        checks.visit(input, "/input");
        return List.copyOf(checks.errors);
    }

    /** What is wrong with a filter. */
    static List<FieldError> inFilter(String filter, String pointer) {
        TriggerExpressions checks = new TriggerExpressions(EVENT);
        checks.guarded(pointer, () -> {
            ExpressionTypes.Kind kind = checks.check(Expressions.bare(filter));
            if (kind != ExpressionTypes.Kind.BOOLEAN && kind != ExpressionTypes.Kind.ANY) {
                throw new ExpressionException("The filter yields " + kind.schemaType() + ", not true or false");
            }
        });
        return List.copyOf(checks.errors);
    }

    /** Whether an input is the same whatever fires the trigger. */
    static boolean isFixed(JsonNode input) {
        if (input.isTextual()) {
            return !Template.isTemplate(input.textValue());
        }
        for (JsonNode child : input) {
            if (!isFixed(child)) {
                return false;
            }
        }
        return true;
    }

    /** An input for one occasion; {@link ExpressionException} when an expression fails. */
    static JsonNode resolve(JsonNode input, JsonNode trigger) {
        return Expressions.resolve(input, Map.of(TRIGGER, Values.of(trigger)));
    }

    /** Whether an event passes a filter; {@link ExpressionException} when that fails. */
    public static boolean passes(String filter, JsonNode event) {
        return Expressions.test(filter, Map.of(EVENT, Values.of(event)));
    }

    private void visit(JsonNode value, String pointer) {
        if (value.isTextual() && Template.isTemplate(value.textValue())) {
            guarded(
                    pointer,
                    () -> Template.parse(value.textValue()).expressions().forEach(this::check));
        }
        value.properties()
                .forEach(entry -> visit(
                        entry.getValue(),
                        pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1")));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            visit(value.get(i), pointer + "/" + i);
        }
    }

    private ExpressionTypes.Kind check(String expression) {
        References references = Expressions.references(expression);
        for (String name : references.variables()) {
            if (!name.equals(variable)) {
                throw new ExpressionException("There is no '" + name + "' here, only '" + variable + "'");
            }
        }
        if (!references.status().isEmpty()) {
            throw new ExpressionException(
                    "'" + references.status().iterator().next() + "()' is for steps of a run only");
        }
        return types.check(expression);
    }

    private void guarded(String pointer, Runnable check) {
        try {
            check.run();
        } catch (ExpressionException e) {
            errors.add(new FieldError(pointer, String.valueOf(e.getMessage())));
        }
    }
}
