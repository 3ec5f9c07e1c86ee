package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a definition from JSON or YAML, in bounded time and memory whatever the text. */
public final class DefinitionParser {

    private DefinitionParser() {}

    /** Reads JSON or YAML text; error details name the line. */
    public static Parsed parse(String text) {
        try {
            return parse(SourceReader.read(text));
        } catch (ProblemException e) {
            List<FieldError> errors = e.errors().isEmpty() ? List.of(new FieldError("", e.detail())) : e.errors();
            return new Parsed(
                    null,
                    errors,
                    new Source(com.fasterxml.jackson.databind.node.NullNode.instance, Map.of()),
                    e.type());
        }
    }

    /** Reads values that were already parsed. */
    public static Parsed parse(JsonNode tree) {
        return parse(new Source(tree, Map.of()));
    }

    private static Parsed parse(Source source) {
        List<FieldError> errors = new ArrayList<>();
        WorkflowDefinition definition = new DefinitionReader(source, errors).read();
        return new Parsed(errors.isEmpty() ? definition : null, errors, source, ProblemType.INVALID);
    }

    /** What came of reading a text: a definition, or what is wrong with it. */
    public static final class Parsed {

        private final @Nullable WorkflowDefinition definition;
        private final List<FieldError> errors;
        private final Source source;
        private final ProblemType type;

        private Parsed(
                @Nullable WorkflowDefinition definition, List<FieldError> errors, Source source, ProblemType type) {
            this.definition = definition;
            this.errors = List.copyOf(errors);
            this.source = source;
            this.type = type;
        }

        /** Everything wrong with it, in the order of the text where that is known; empty when it is a definition. */
        public List<FieldError> errors() {
            return errors;
        }

        /**
         * The definition.
         *
         * @throws ProblemException {@code malformed}, {@code too_large} or {@code invalid} with {@link #errors()}
         */
        public WorkflowDefinition definition() {
            if (definition == null) {
                throw new ProblemException(type, "The workflow definition is not valid", errors);
            }
            return definition;
        }

        /** The values as written. */
        public JsonNode tree() {
            return source.tree();
        }

        Source source() {
            return source;
        }
    }
}
