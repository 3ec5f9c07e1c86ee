package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.StepDefinition.Compensation;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.ExpressionTypes;
import io.automationhub.workflows.definition.expression.ExpressionTypes.Kind;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.References;
import io.automationhub.workflows.definition.expression.Template;
import io.automationhub.workflows.problem.FieldError;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks every expression of a definition: names, reach, types, and the schema its value goes into. */
final class ExpressionChecks {

    /** What expressions may use anywhere. */
    static final Set<String> ALWAYS =
            Set.of("inputs", "run", "trigger", "vars", "env", "deployment", "environment", "project");

    /** The most expressions; each takes a moment to check and to make ready. */
    static final int MOST = 3_000;

    private static final Set<String> ITEM = Set.of("item", "index");
    private static final Set<String> TURN = Set.of("output", "turn");
    private static final Set<String> NONE = Set.of();

    private final WorkflowDefinition definition;
    private final StepGraph graph;
    private final Map<String, DefinitionCompiler.Use> uses;
    private final Source source;
    private final List<FieldError> errors;
    private final ExpressionTypes types = new ExpressionTypes();
    private int checked;

    ExpressionChecks(
            WorkflowDefinition definition,
            StepGraph graph,
            Map<String, DefinitionCompiler.Use> uses,
            Source source,
            List<FieldError> errors) {
        this.definition = definition;
        this.graph = graph;
        this.uses = uses;
        this.source = source;
        this.errors = errors;
    }

    void run() {
        declare();
        for (StepGraph.Node node : graph.nodes()) {
            step(node);
        }
        Place whole = new Place(NONE, graph.ids(), false);
        definition
                .outputs()
                .properties()
                .forEach(entry -> values(entry.getValue(), Pointers.child("/outputs", entry.getKey()), whole));
        ConcurrencyRule concurrency = definition.concurrency();
        if (concurrency != null) {
            text(concurrency.group(), "/concurrency/group", new Place(NONE, NONE, false));
        }
    }

    /**
     * What an expression may use where it stands.
     *
     * @param extra variables besides those that are everywhere
     * @param steps ids it may read
     * @param status whether status functions may be called
     */
    private record Place(Set<String> extra, Set<String> steps, boolean status) {
        Place with(Set<String> more) {
            Set<String> all = new LinkedHashSet<>(extra);
            all.addAll(more);
            return new Place(all, steps, status);
        }
    }

    private void declare() {
        ALWAYS.forEach(name -> types.variable(name, name.equals("inputs") ? definition.inputs() : null));
        ITEM.forEach(name -> types.variable(name, null));
        TURN.forEach(name -> types.variable(name, null));
        uses.forEach((id, use) -> {
            StepGraph.Node node = graph.find(id);
            if (node != null) {
                boolean replaced = node.step().onError() != null;
                boolean list = node.step().forEach() != null;
                JsonNode unknown = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
                JsonNode output = use.step() == null || replaced
                        ? unknown
                        : use.step().manifest().output();
                types.step(id, output, list && !replaced);
            }
        });
    }

    private void step(StepGraph.Node node) {
        StepDefinition step = node.step();
        String at = node.pointer();
        Place plain = new Place(NONE, graph.before(step.id()), false);
        Place each = step.forEach() == null ? plain : plain.with(ITEM);
        if (step.condition() != null) {
            condition(step.condition(), at + "/if", new Place(NONE, plain.steps(), true));
        }
        if (step.forEach() != null) {
            items(step.forEach().items(), at + "/forEach/items", plain);
        }
        if (step.host() != null) {
            text(step.host(), at + "/host", each);
        }
        if (step.repeat() != null) {
            condition(step.repeat().until(), at + "/repeat/until", each.with(TURN));
        }
        DefinitionCompiler.Use use = uses.get(step.id());
        if (use != null && use.step() != null) {
            input(step.with(), use.step(), at + "/with", each);
        }
        Compensation compensation = step.compensate();
        if (compensation != null && use != null && use.compensation() != null) {
            // Every step has ended by then.
            Place undo = new Place(each.extra(), graph.ids(), false).with(Set.of("output"));
            input(compensation.with(), use.compensation(), at + "/compensate/with", undo);
            if (compensation.host() != null) {
                text(compensation.host(), at + "/compensate/host", undo);
            }
        }
    }

    private void condition(String text, String pointer, Place place) {
        try {
            Kind kind = check(Expressions.bare(text), place);
            if (kind != Kind.BOOLEAN && kind != Kind.ANY && kind != Kind.NULL) {
                error(pointer, "The condition is " + article(kind) + ", not true or false");
            }
        } catch (ExpressionException e) {
            error(pointer, e.getMessage());
        }
    }

    private void items(JsonNode items, String pointer, Place place) {
        Map<String, Kind> kinds = values(items, pointer, place);
        if (items.isTextual()) {
            Kind kind = kinds.get(pointer);
            if (kind == null || (kind != Kind.ARRAY && kind != Kind.ANY && kind != Kind.NULL)) {
                error(pointer, "'items' is a list, or one expression that yields one");
            }
        }
    }

    private void input(JsonNode with, Capabilities.Resolved used, String pointer, Place place) {
        Map<String, Kind> kinds = values(with, pointer, place);
        InputChecks.check(with, used.manifest().input(), kinds, pointer)
                .forEach(problem -> error(problem.pointer(), problem.detail()));
        InputMarks.check(with, used.manifest().input(), pointer)
                .forEach(problem -> error(problem.pointer(), problem.detail()));
    }

    private void text(String text, String pointer, Place place) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        template(text, pointer, place, kinds);
        Kind kind = kinds.get(pointer);
        if (kind == Kind.ARRAY || kind == Kind.OBJECT) {
            error(pointer, "The expression is " + article(kind) + ", not a text");
        }
    }

    /** Checks every text in a value; the kinds of those that are one expression, by pointer. */
    private Map<String, Kind> values(JsonNode value, String pointer, Place place) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        visit(value, pointer, place, kinds);
        return kinds;
    }

    private void visit(JsonNode value, String pointer, Place place, Map<String, Kind> kinds) {
        if (value.isTextual()) {
            template(value.textValue(), pointer, place, kinds);
        }
        value.properties()
                .forEach(entry -> visit(entry.getValue(), Pointers.child(pointer, entry.getKey()), place, kinds));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            visit(value.get(i), Pointers.child(pointer, i), place, kinds);
        }
    }

    private void template(String text, String pointer, Place place, Map<String, Kind> kinds) {
        if (!Template.isTemplate(text)) {
            return;
        }
        try {
            Template template = Template.parse(text);
            for (String expression : template.expressions()) {
                Kind kind = check(expression, place);
                kinds.put(pointer, template.isAlone() ? kind : Kind.STRING);
            }
        } catch (ExpressionException e) {
            error(pointer, e.getMessage());
            kinds.put(pointer, Kind.ANY);
        }
    }

    private Kind check(String expression, Place place) {
        if (++checked == MOST + 1) {
            error("", "A definition has at most " + MOST + " expressions");
        }
        if (checked > MOST) {
            return Kind.ANY;
        }
        References references = Expressions.references(expression);
        if (!place.status() && !references.status().isEmpty()) {
            String name = references.status().iterator().next();
            throw new ExpressionException("'" + name + "()' is for 'if' only");
        }
        Set<String> names = new TreeSet<>(ALWAYS);
        names.addAll(place.extra());
        names.add("steps");
        for (String variable : references.variables()) {
            if (!names.contains(variable)) {
                throw new ExpressionException("There is no '" + variable + "' here" + Suggestions.of(variable, names));
            }
        }
        for (String step : references.steps()) {
            reach(step, place);
        }
        if (references.allSteps()) {
            throw new ExpressionException("Steps are read one by one: steps.<id>.output");
        }
        return types.check(expression);
    }

    private void reach(String step, Place place) {
        if (place.steps().contains(step)) {
            return;
        }
        if (graph.find(step) == null) {
            throw new ExpressionException("There is no step '" + step + "'" + Suggestions.of(step, graph.ids()));
        }
        throw new ExpressionException("The step '" + step + "' need not have ended here: add it to 'needs'");
    }

    private static String article(Kind kind) {
        boolean vowel = kind == Kind.ARRAY || kind == Kind.OBJECT || kind == Kind.INTEGER;
        return (vowel ? "an " : "a ") + kind.schemaType();
    }

    private void error(String pointer, @org.jspecify.annotations.Nullable String detail) {
        errors.add(source.error(pointer, String.valueOf(detail)));
    }
}
