package io.automationhub.workflows.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks expressions against what is known of the variables they read. Not thread-safe; one per definition. */
public final class ExpressionTypes {

    /** What JSON Schema calls a value's type. */
    public enum Kind {
        STRING("string"),
        INTEGER("integer"),
        NUMBER("number"),
        BOOLEAN("boolean"),
        ARRAY("array"),
        OBJECT("object"),
        NULL("null"),
        ANY("any value");

        private final String schemaType;

        Kind(String schemaType) {
            this.schemaType = schemaType;
        }

        /** The word used in a JSON Schema's {@code type}. */
        public String schemaType() {
            return schemaType;
        }
    }

    private static final CelType ANY_OBJECT = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final Map<String, CelType> structs = new LinkedHashMap<>();
    private final Map<String, CelType> variables = new LinkedHashMap<>();
    private final Map<String, CelType> steps = new LinkedHashMap<>();
    private @Nullable CelCompiler compiler;

    /** Declares a variable that fits a schema; null for one of which nothing is known. */
    public void variable(String name, @Nullable JsonNode schema) {
        variables.put(name, schema == null ? SimpleType.DYN : typeOf(name, schema));
        compiler = null;
    }

    /**
     * Declares a step.
     *
     * @param output schema of its output
     * @param list whether its output is an array of such values
     */
    public void step(String id, JsonNode output, boolean list) {
        String name = "steps." + id;
        CelType value = typeOf(name + ".output", output);
        Map<String, CelType> fields = new LinkedHashMap<>();
        fields.put("output", list ? ListType.create(value) : value);
        fields.put("status", SimpleType.STRING);
        fields.put("error", SimpleType.DYN);
        fields.put("attempts", SimpleType.INT);
        steps.put(id, struct(name, fields));
        compiler = null;
    }

    /**
     * Checks one expression.
     *
     * @return what its value will be
     * @throws ExpressionException when it cannot be read or its types do not fit
     */
    public Kind check(String expression) {
        CelAbstractSyntaxTree parsed = Expressions.parse(expression);
        CelAbstractSyntaxTree lenient =
                CelAbstractSyntaxTree.newParsedAst(Rewriter.forCheck(parsed.getExpr()), parsed.getSource());
        return kind(Expressions.ast(compilerNow().check(lenient)).getResultType());
    }

    private CelCompiler compilerNow() {
        CelCompiler known = compiler;
        if (known == null) {
            CelCompilerBuilder builder = Expressions.compiler();
            variables.forEach(builder::addVar);
            builder.addVar("steps", struct("steps", steps));
            Rewriter.STATUS.forEach(name -> builder.addVar("@" + name, SimpleType.BOOL));
            known = builder.setTypeProvider(new Structs(ImmutableMap.copyOf(structs)))
                    .build();
            compiler = known;
        }
        return known;
    }

    private CelType typeOf(String path, JsonNode schema) {
        JsonNode type = schema.path("type");
        if (!type.isTextual()) {
            return SimpleType.DYN;
        }
        return switch (type.textValue()) {
            case "string" -> SimpleType.STRING;
            case "integer" -> SimpleType.INT;
            case "boolean" -> SimpleType.BOOL;
            case "array" ->
                ListType.create(
                        schema.path("items").isObject() ? typeOf(path + "[]", schema.path("items")) : SimpleType.DYN);
            case "object" -> objectType(path, schema);
            default -> SimpleType.DYN;
        };
    }

    private CelType objectType(String path, JsonNode schema) {
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        boolean open = additional.isObject()
                || additional.asBoolean(false)
                || schema.has("patternProperties")
                || schema.has("allOf")
                || schema.has("anyOf")
                || schema.has("oneOf")
                || schema.has("$ref");
        if (open || !properties.isObject() || (properties.isEmpty() && additional.isMissingNode())) {
            return ANY_OBJECT;
        }
        Map<String, CelType> fields = new LinkedHashMap<>();
        properties
                .properties()
                .forEach(entry -> fields.put(entry.getKey(), typeOf(path + "." + entry.getKey(), entry.getValue())));
        return struct(path, fields);
    }

    private CelType struct(String path, Map<String, CelType> fields) {
        String name = "object " + path;
        ImmutableMap<String, CelType> known = ImmutableMap.copyOf(fields);
        CelType type = StructType.create(name, known.keySet(), field -> Optional.ofNullable(known.get(field)));
        structs.put(name, type);
        return type;
    }

    private static Kind kind(CelType type) {
        return switch (type.kind()) {
            case STRING, TIMESTAMP, DURATION, BYTES -> Kind.STRING;
            case INT, UINT -> Kind.INTEGER;
            case DOUBLE -> Kind.NUMBER;
            case BOOL -> Kind.BOOLEAN;
            case LIST -> Kind.ARRAY;
            case MAP, STRUCT -> Kind.OBJECT;
            case NULL_TYPE -> Kind.NULL;
            default -> Kind.ANY;
        };
    }

    private record Structs(ImmutableMap<String, CelType> byName) implements CelTypeProvider {

        @Override
        public ImmutableCollection<CelType> types() {
            return byName.values();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(byName.get(name));
        }
    }
}
