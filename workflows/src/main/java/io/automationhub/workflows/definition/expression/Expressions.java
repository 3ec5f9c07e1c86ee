package io.automationhub.workflows.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions and templates. Pure: the same text and variables give the same value, whenever and wherever, so
 * workflow code may call it. Bounded in time and memory.
 */
public final class Expressions {

    /** The longest expression, in characters. */
    public static final int MAX_LENGTH = 4_000;

    static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(60)
            .maxParseErrorRecoveryLimit(5)
            .comprehensionMaxIterations(20_000)
            .maxRegexProgramSize(300)
            .enableHeterogeneousNumericComparisons(true)
            .errorOnDuplicateMapKeys(true)
            .enableQuotedIdentifierSyntax(true)
            .populateMacroCalls(false)
            .build();

    private static final CelStringExtensions STRINGS = CelExtensions.strings(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.INDEX_OF,
            CelStringExtensions.Function.LAST_INDEX_OF,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.UPPER_ASCII,
            CelStringExtensions.Function.SPLIT,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM);

    private static final CelCompiler PARSER = compiler().build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(STRINGS)
            .addFunctionBindings(Functions.bindings())
            .build();

    private static final BoundedCache<String, CelRuntime.Program> PROGRAMS = new BoundedCache<>(2_000);
    private static final BoundedCache<String, Template> TEMPLATES = new BoundedCache<>(2_000);

    private Expressions() {}

    /** A compiler with the language's functions and no variables. */
    static CelCompilerBuilder compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(STRINGS)
                .addFunctionDeclarations(Functions.declarations());
    }

    /**
     * Evaluates one expression.
     *
     * @param variables CEL values ({@link Values#of}) by name; a name that is missing is null
     * @throws ExpressionException when it cannot be read, fails, or costs too much
     */
    public static JsonNode evaluate(String expression, Map<String, ?> variables) {
        CelRuntime.Program program = PROGRAMS.get(expression, Expressions::program);
        Budget budget = Budget.begin();
        try {
            Object value = program.eval(name -> Optional.of(valueOf(variables, name)));
            return Values.toJson(value, budget);
        } catch (CelEvaluationException e) {
            throw new ExpressionException("the expression '" + shorten(expression) + "' fails: " + reason(e));
        } finally {
            Budget.end();
        }
    }

    /**
     * Evaluates the text of an {@code if} or {@code until}, with or without <code>${{ }}</code>.
     *
     * @throws ExpressionException also when the result is neither true nor false nor null, which counts as false
     */
    public static boolean test(String condition, Map<String, ?> variables) {
        JsonNode value = evaluate(bare(condition), variables);
        if (value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new ExpressionException("the condition '" + shorten(condition) + "' is neither true nor false");
        }
        return value.booleanValue();
    }

    /**
     * Replaces every expression in a value. A text that is one expression becomes the expression's value with its type;
     * inside longer text the value is rendered. Keys stay as they are.
     */
    public static JsonNode resolve(JsonNode value, Map<String, ?> variables) {
        if (value.isTextual()) {
            return Template.isTemplate(value.textValue()) ? text(value.textValue(), variables) : value;
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> object.set(entry.getKey(), resolve(entry.getValue(), variables)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> array.add(resolve(element, variables)));
            return array;
        }
        return value;
    }

    /** Renders a text; what is one expression is rendered too. */
    public static String render(String text, Map<String, ?> variables) {
        return Values.text(text(text, variables));
    }

    /** What an expression reads. */
    public static References references(String expression) {
        return References.of(parse(expression).getExpr());
    }

    /** The status functions a condition calls; a condition with none is added to the rule of success. */
    public static boolean callsStatus(String condition) {
        return !references(bare(condition)).status().isEmpty();
    }

    /**
     * The expression of a condition, without the braces.
     *
     * @throws ExpressionException when it mixes expressions and text
     */
    public static String bare(String condition) {
        if (!Template.isTemplate(condition)) {
            return condition.strip();
        }
        Template template = TEMPLATES.get(condition.strip(), Template::parse);
        if (!template.isAlone()) {
            throw new ExpressionException("a condition is one expression, without text around it");
        }
        return template.expressions().getFirst();
    }

    static CelAbstractSyntaxTree parse(String expression) {
        return ast(PARSER.parse(expression));
    }

    static CelAbstractSyntaxTree ast(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new ExpressionException(
                    result.getErrors().stream().map(Expressions::describe).collect(Collectors.joining("; ")));
        }
    }

    private static String describe(CelIssue issue) {
        String message = issue.getMessage()
                .replace("(in container '')", "")
                .replaceFirst(" expecting \\{.*", "")
                .strip();
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn() + 1;
        return line > 1
                ? message + " (line " + line + ", column " + column + ")"
                : message + " (column " + column + ")";
    }

    private static JsonNode text(String text, Map<String, ?> variables) {
        Template template = TEMPLATES.get(text, Template::parse);
        if (template.isAlone()) {
            return evaluate(template.expressions().getFirst(), variables);
        }
        StringBuilder rendered = new StringBuilder();
        for (Template.Part part : template.parts()) {
            switch (part) {
                case Template.Literal literal -> rendered.append(literal.text());
                case Template.Embedded embedded ->
                    rendered.append(Values.text(evaluate(embedded.expression(), variables)));
            }
            if (rendered.length() > Budget.MAX_TEXT * 2) {
                throw new ExpressionException("the text built is too long");
            }
        }
        return JsonNodeFactory.instance.textNode(rendered.toString());
    }

    private static CelRuntime.Program program(String expression) {
        CelAbstractSyntaxTree parsed = parse(expression);
        CelCompilerBuilder compiler = compiler().addFunctionDeclarations(Functions.guardDeclarations());
        References.of(parsed.getExpr()).variables().forEach(name -> compiler.addVar(name, SimpleType.DYN));
        Rewriter.STATUS.forEach(name -> compiler.addVar("@" + name, SimpleType.BOOL));
        CelAbstractSyntaxTree guarded =
                CelAbstractSyntaxTree.newParsedAst(Rewriter.forEvaluation(parsed.getExpr()), parsed.getSource());
        try {
            return RUNTIME.createProgram(ast(compiler.build().check(guarded)));
        } catch (CelEvaluationException e) {
            throw new ExpressionException("the expression '" + shorten(expression) + "' cannot be run");
        }
    }

    private static Object valueOf(Map<String, ?> variables, String name) {
        Object value = variables.get(name);
        return value == null ? Values.NULL : value;
    }

    private static String reason(CelEvaluationException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExpressionException own) {
                return String.valueOf(own.getMessage());
            }
        }
        String message = String.valueOf(e.getMessage());
        return shorten(message.replaceFirst("^evaluation error( at [^:]*:\\d+)?: ", ""));
    }

    private static String shorten(@Nullable String text) {
        String whole = String.valueOf(text);
        return whole.length() <= 120 ? whole : whole.substring(0, 117) + "…";
    }
}
