package io.automationhub.workflows.agent;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.Locale;

/**
 * A compiled JSON Schema (2020-12) that says what is wrong with a value, by JSON Pointer. References to other documents
 * are never fetched, and patterns are of RE2's syntax. Safe for use by many threads.
 */
public final class JsonContract {

    /** JSON Schema 2020-12; words of ours such as {@code x-secret} are no keywords to warn of. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            DIALECT,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ENGLISH)
                            .formatAssertionsEnabled(true)
                            .regularExpressionFactory(JsonContract::pattern)
                            .build())
                    .schemaLoader(loader -> loader.block(iri -> true))
                    .schemaCacheEnabled(false));

    private static final Schema META = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    private final Schema schema;

    private JsonContract(Schema schema) {
        this.schema = schema;
    }

    /**
     * Compiles a schema.
     *
     * @throws ProblemException {@code invalid}, with pointers into the schema, when it is not one
     */
    public static JsonContract of(JsonNode schema) {
        List<FieldError> wrong = fieldErrors(META.validate(schema));
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "It is not a JSON Schema", wrong);
        }
        try {
            Schema compiled = REGISTRY.getSchema(schema);
            compiled.initializeValidators();
            return new JsonContract(compiled);
        } catch (SchemaException | PatternSyntaxException e) {
            throw new ProblemException(ProblemType.INVALID, "The JSON Schema cannot be used as it stands", e);
        }
    }

    /** What is wrong with a value; empty when it fits. */
    public List<FieldError> errors(JsonNode value) {
        return fieldErrors(schema.validate(value));
    }

    /**
     * Refuses a value that does not fit.
     *
     * @param what names the value in the sentence for the caller, such as {@code input}
     * @throws ProblemException {@code invalid} with a pointer for each error
     */
    public void check(JsonNode value, String what) {
        List<FieldError> wrong = errors(value);
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The " + what + " does not fit its schema", wrong);
        }
    }

    /** In linear time: whoever writes a schema may not stop the hub with it. */
    private static RegularExpression pattern(String text) {
        Pattern compiled = Pattern.compile(text);
        return value -> compiled.matcher(value).find();
    }

    private static List<FieldError> fieldErrors(List<Error> errors) {
        return errors.stream()
                .map(error -> new FieldError(pointer(error), error.getMessage()))
                .distinct()
                .toList();
    }

    /** A missing or surplus property is pointed at itself, not at the object around it. */
    private static String pointer(Error error) {
        JsonPointer at = JsonPointer.compile(error.getInstanceLocation().toString());
        String property = error.getProperty();
        return (property == null ? at : at.appendProperty(property)).toString();
    }
}
