package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.ExpressionTypes;
import io.automationhub.workflows.definition.expression.ExpressionTypes.Kind;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.References;
import io.automationhub.workflows.definition.expression.Template;
import io.automationhub.workflows.problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks values in a step's input that a capability's schema marks as something with rules of its own: {@code
 * x-condition: [names]}, a condition over these variables alone, which the capability evaluates by itself; {@code
 * x-schema: true}, a JSON Schema.
 */
final class InputMarks {

    private final List<FieldError> problems = new ArrayList<>();

    private InputMarks() {}

    /** What is wrong with the marked values of an input, with pointers below {@code pointer}. */
    static List<FieldError> check(JsonNode with, JsonNode schema, String pointer) {
        InputMarks marks = new InputMarks();
        marks.visit(with, schema, pointer);
        return marks.problems;
    }

    private void visit(JsonNode value, JsonNode schema, String pointer) {
        JsonNode variables = schema.path("x-condition");
        if (variables.isArray() && value.isTextual()) {
            Set<String> names = new LinkedHashSet<>();
            variables.forEach(name -> names.add(name.asText()));
            condition(value.textValue(), names, pointer);
        }
        if (schema.path("x-schema").asBoolean() && value.isObject()) {
            JsonSchemas.problemsOf(value)
                    .forEach(problem -> problems.add(new FieldError(pointer + problem.pointer(), problem.detail())));
            return;
        }
        value.properties()
                .forEach(entry -> visit(
                        entry.getValue(),
                        schema.path("properties").path(entry.getKey()),
                        Pointers.child(pointer, entry.getKey())));
    }

    private void condition(String text, Set<String> names, String pointer) {
        if (Template.isTemplate(text)) {
            problems.add(new FieldError(pointer, "This condition sees " + names + " alone and takes no ${{ }}"));
            return;
        }
        try {
            References references = Expressions.references(text);
            Set<String> others = new LinkedHashSet<>(references.variables());
            others.removeAll(names);
            others.addAll(references.status());
            if (!others.isEmpty() || !references.steps().isEmpty()) {
                problems.add(new FieldError(pointer, "This condition sees " + names + " alone"));
                return;
            }
            ExpressionTypes types = new ExpressionTypes();
            names.forEach(name -> types.variable(name, null));
            Kind kind = types.check(text);
            if (kind != Kind.BOOLEAN && kind != Kind.ANY) {
                problems.add(new FieldError(pointer, "The condition is neither true nor false"));
            }
        } catch (ExpressionException e) {
            problems.add(new FieldError(pointer, String.valueOf(e.getMessage())));
        }
    }
}
