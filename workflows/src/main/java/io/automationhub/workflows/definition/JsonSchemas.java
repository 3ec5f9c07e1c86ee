package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import io.automationhub.workflows.definition.expression.PatternCost;
import io.automationhub.workflows.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** JSON Schema 2020-12 as users may write it: patterns match in linear time, and nothing is fetched. */
final class JsonSchemas {

    private static final String META = "https://json-schema.org/draft/2020-12/schema";

    /** A text that would take more fits no pattern; matching takes the text's length times the pattern's size. */
    private static final long MOST_STEPS = 200_000_000;

    /** Keywords of other makers say nothing here. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
            .build();

    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(pattern -> {
                if (PatternCost.isTooLarge(pattern)) {
                    return text -> false;
                }
                Pattern compiled = Pattern.compile(pattern);
                long size = Math.max(1, PatternCost.of(pattern));
                return text -> text.length() * size <= MOST_STEPS
                        && compiled.matcher(text).find();
            })
            .build();

    private static final Schema META_SCHEMA = registry().getSchema(SchemaLocation.of(META));

    private JsonSchemas() {}

    /** A registry per use: user schemas must not see each other's {@code $id}s. */
    private static SchemaRegistry registry() {
        return SchemaRegistry.withDialect(
                DIALECT,
                builder -> builder.schemaRegistryConfig(CONFIG)
                        .schemaLoader(loader -> loader.fetchRemoteResources(false)
                                .allow(iri -> iri.toString().startsWith("https://json-schema.org/"))));
    }

    /** A schema that was checked by {@link #problemsOf}. */
    static Schema of(JsonNode schema) {
        return registry().getSchema(schema);
    }

    /** What does not fit the schema. */
    static List<Error> validate(JsonNode schema, JsonNode value) {
        return of(schema).validate(value);
    }

    /** What is wrong with a schema itself. */
    static List<FieldError> problemsOf(JsonNode schema) {
        List<FieldError> problems = new ArrayList<>();
        // First of all: the schema of schemas compiles each pattern to see whether it is one.
        patterns(schema, "", problems);
        if (!problems.isEmpty()) {
            return problems;
        }
        for (Error error : META_SCHEMA.validate(schema)) {
            problems.add(new FieldError(error.getInstanceLocation().toString(), message(error)));
        }
        if (problems.isEmpty()) {
            problems.addAll(SchemaBounds.problemsOf(schema));
        }
        return problems;
    }

    static String message(Error error) {
        String message = error.getMessage();
        return message.isEmpty() ? "does not fit" : message;
    }

    private static void patterns(JsonNode node, String pointer, List<FieldError> problems) {
        node.properties().forEach(entry -> {
            String at = Pointers.child(pointer, entry.getKey());
            if (entry.getKey().equals("pattern") && entry.getValue().isTextual()) {
                pattern(entry.getValue().textValue(), at, problems);
            } else if (entry.getKey().equals("patternProperties")) {
                entry.getValue().fieldNames().forEachRemaining(text -> pattern(text, at, problems));
            } else if (entry.getKey().equals("$ref")
                    && !entry.getValue().asText("#").startsWith("#")) {
                problems.add(new FieldError(at, "'$ref' refers to a place in the same schema, such as #/$defs/name"));
            }
            patterns(entry.getValue(), at, problems);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            patterns(node.get(i), Pointers.child(pointer, i), problems);
        }
    }

    private static void pattern(String text, String pointer, List<FieldError> problems) {
        if (PatternCost.isTooLarge(text)) {
            problems.add(new FieldError(pointer, "The pattern is too large, its repetitions written out"));
            return;
        }
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            problems.add(new FieldError(pointer, "The pattern is not a regular expression of RE2's syntax"));
        }
    }
}
