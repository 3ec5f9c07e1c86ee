package io.automationhub.agents.validator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.agents.Handler;
import io.automationhub.agents.Limits;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.JsonContract;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong with a value, by a JSON Schema or a usual format. Patterns are of RE2's syntax. */
public final class ValidatorAgent extends TypedAgent {

    private static final int MAX_ERRORS = 200;

    record Validate(@Nullable JsonNode value, JsonNode schema, boolean fail) {}

    record Verdict(boolean valid, List<FieldError> errors) {}

    record Check(
            String value,
            @Nullable String format,
            @Nullable String pattern,
            @Nullable Integer minLength,
            @Nullable Integer maxLength,
            boolean fail) {}

    /** An agent without collaborators. */
    public ValidatorAgent() {
        super(
                "validator",
                Handler.on("validate", Validate.class, Verdict.class, ValidatorAgent::validate),
                Handler.on("check", Check.class, Verdict.class, ValidatorAgent::check));
    }

    private static Verdict validate(Validate in, CapabilityContext context) {
        Limits.begin(context);
        JsonNode value = in.value() == null ? JsonNodeFactory.instance.nullNode() : in.value();
        return ending(() -> verdict(contract(in.schema()), value, in.fail()));
    }

    /** A schema that refers to itself without going deeper into the value has no end. */
    private static Verdict ending(Supplier<Verdict> work) {
        try {
            return work.get();
        } catch (StackOverflowError e) {
            throw new ProblemException(ProblemType.INVALID, "The schema or the value is nested without end", e);
        }
    }

    private static JsonContract contract(JsonNode schema) {
        try {
            return JsonContract.of(schema);
        } catch (ProblemException e) {
            List<FieldError> errors = new ArrayList<>(List.of(new FieldError("/schema", e.detail())));
            e.errors().forEach(error -> errors.add(new FieldError("/schema" + error.pointer(), error.detail())));
            throw new ProblemException(ProblemType.INVALID, "The schema is not correct", errors);
        }
    }

    private static Verdict check(Check in, CapabilityContext context) {
        Limits.begin(context);
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
        if (in.format() != null) {
            schema.put("format", in.format().equals("url") ? "uri" : in.format());
        }
        if (in.pattern() != null) {
            schema.put("pattern", in.pattern());
        }
        if (in.minLength() != null) {
            schema.put("minLength", in.minLength());
        }
        if (in.maxLength() != null) {
            schema.put("maxLength", in.maxLength());
        }
        JsonContract contract;
        try {
            contract = JsonContract.of(schema);
        } catch (ProblemException e) {
            throw ProblemException.invalid("/pattern", "Must be a regular expression of RE2's syntax");
        }
        return verdict(contract, JsonNodeFactory.instance.textNode(in.value()), in.fail());
    }

    private static Verdict verdict(JsonContract contract, JsonNode value, boolean fail) {
        List<FieldError> errors = contract.errors(value);
        if (fail && !errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The value is not valid", shortened(errors));
        }
        return new Verdict(errors.isEmpty(), shortened(errors));
    }

    private static List<FieldError> shortened(List<FieldError> errors) {
        return errors.subList(0, Math.min(MAX_ERRORS, errors.size()));
    }
}
