package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fits what a run is given, by who starts it or while it waits, to the schema its workflow has for it. */
public final class RunInputs {

    private RunInputs() {}

    /**
     * Fills in defaults and checks.
     *
     * @param schema {@link WorkflowDefinition#inputs}; null takes any object
     * @param given an object, or null for none
     * @return a new object that fits the schema
     * @throws ProblemException {@code invalid} with a pointer, relative to the inputs, for each value that does not fit
     */
    public static ObjectNode complete(@Nullable JsonNode schema, @Nullable JsonNode given) {
        JsonNode inputs = given == null || given.isNull() ? JsonNodeFactory.instance.objectNode() : given.deepCopy();
        if (!(inputs instanceof ObjectNode object)) {
            throw ProblemException.invalid("", "The inputs are an object");
        }
        if (schema == null) {
            return object;
        }
        defaults(schema, object);
        List<FieldError> errors = misfits(schema, object);
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The inputs do not fit the workflow", errors);
        }
        return object;
    }

    /** What does not fit a schema, with pointers relative to the value. */
    public static List<FieldError> misfits(JsonNode schema, JsonNode value) {
        List<FieldError> errors = new ArrayList<>();
        for (Error error : JsonSchemas.validate(schema, value)) {
            errors.add(new FieldError(error.getInstanceLocation().toString(), JsonSchemas.message(error)));
        }
        return errors;
    }

    /** What is wrong with a schema that is only known when a run uses it, with pointers into the schema. */
    public static List<FieldError> problemsOf(JsonNode schema) {
        return JsonSchemas.problemsOf(schema);
    }

    private static void defaults(JsonNode schema, ObjectNode object) {
        schema.path("properties").properties().forEach(entry -> {
            JsonNode property = entry.getValue();
            if (!object.has(entry.getKey()) && property.has("default")) {
                object.set(entry.getKey(), property.get("default").deepCopy());
            }
            if (object.get(entry.getKey()) instanceof ObjectNode child) {
                defaults(property, child);
            }
        });
    }
}
