package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.definition.ConcurrencyRule.OnConflict;
import io.automationhub.workflows.definition.StepDefinition.Compensation;
import io.automationhub.workflows.definition.StepDefinition.ErrorHandler;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemCategory;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the tree of a definition into its model: shapes, ranges and unknown keys; meaning is the compiler's. */
final class DefinitionReader {

    static final int MAX_STEPS = 500;
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    static final Pattern STEP_ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");
    static final Pattern USES = Pattern.compile("[a-z0-9-]{1,63}/[a-z0-9-]{1,63}(@[A-Za-z0-9.+-]{1,40})?");

    private static final int SCHEMA_VERSION = 1;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Pattern ANY = Pattern.compile("(?s).+");
    private static final Set<String> WORKFLOW_KEYS = Set.of(
            "schemaVersion",
            "name",
            "description",
            "inputs",
            "concurrency",
            "timeout",
            "failFast",
            "compensateOnCancel",
            "retention",
            "mode",
            "steps",
            "outputs");
    private static final Set<String> STEP_KEYS = Set.of(
            "id",
            "name",
            "uses",
            "with",
            "needs",
            "if",
            "host",
            "forEach",
            "repeat",
            "retry",
            "timeout",
            "onError",
            "compensate");
    private static final Set<String> MODES = Set.of("sequential", "parallel", "conditional");

    private final Source source;
    private final List<FieldError> errors;
    private int steps;

    DefinitionReader(Source source, List<FieldError> errors) {
        this.source = source;
        this.errors = errors;
    }

    WorkflowDefinition read() {
        Fields fields = new Fields(source, errors, "", source.tree(), "a workflow", WORKFLOW_KEYS);
        fields.number("schemaVersion", SCHEMA_VERSION, SCHEMA_VERSION, SCHEMA_VERSION);
        if (!fields.has("steps") && source.tree().isObject()) {
            fields.error("", "'steps' is missing");
        }
        return new WorkflowDefinition(
                fields.required("name", 63, NAME, "lower-case letters, digits and '-', at most 63"),
                fields.text("description", 2_000),
                inputs(fields),
                concurrency(fields),
                fields.duration("timeout", MILLISECOND),
                fields.flag("failFast", false),
                fields.flag("compensateOnCancel", true),
                retention(fields),
                steps(fields, 0),
                fields.values("outputs"));
    }

    private @Nullable JsonNode inputs(Fields fields) {
        if (!fields.has("inputs")) {
            return null;
        }
        ObjectNode schema = fields.values("inputs");
        if (!schema.path("type").asText("object").equals("object")) {
            fields.error("inputs", "'inputs' is the JSON Schema of an object");
        }
        JsonSchemas.problemsOf(schema)
                .forEach(problem -> fields.errorAt(fields.at("inputs") + problem.pointer(), problem.detail()));
        return schema;
    }

    private static @Nullable ConcurrencyRule concurrency(Fields workflow) {
        if (!workflow.has("concurrency")) {
            return null;
        }
        Fields fields = workflow.object("concurrency", "'concurrency'", Set.of("group", "limit", "onConflict"));
        String conflict = fields.text("onConflict", 20);
        OnConflict onConflict = OnConflict.QUEUE;
        if (conflict != null) {
            switch (conflict) {
                case "queue" -> onConflict = OnConflict.QUEUE;
                case "supersede" -> onConflict = OnConflict.SUPERSEDE;
                case "reject" -> onConflict = OnConflict.REJECT;
                default -> fields.error("onConflict", "'onConflict' is queue, supersede or reject");
            }
        }
        return new ConcurrencyRule(
                fields.required("group", 500, ANY, "a text"), fields.number("limit", 1, 1, 1_000), onConflict);
    }

    private static @Nullable RetentionRule retention(Fields workflow) {
        if (!workflow.has("retention")) {
            return null;
        }
        Fields fields = workflow.object("retention", "'retention'", Set.of("days", "runs"));
        boolean days = fields.has("days");
        boolean runs = fields.has("runs");
        if (!days && !runs) {
            fields.error("", "'retention' has 'days', 'runs' or both");
        }
        return new RetentionRule(
                days ? fields.number("days", 1, 1, RetentionRule.MAX_DAYS) : null,
                runs ? fields.number("runs", 1, 1, RetentionRule.MAX_RUNS) : null);
    }

    /** The steps of a workflow or of an error handler, their {@code mode} turned into {@code needs}. */
    private List<StepDefinition> steps(Fields parent, int depth) {
        List<StepDefinition> read = new ArrayList<>();
        List<JsonNode> elements = parent.elements("steps", MAX_STEPS);
        String mode = parent.text("mode", 20);
        if (mode != null && !MODES.contains(mode)) {
            parent.error("mode", "'mode' is sequential, parallel or conditional");
        }
        for (int i = 0; i < elements.size(); i++) {
            Fields fields = parent.element("steps", i, elements.get(i), "a step", STEP_KEYS);
            if (++steps > MAX_STEPS) {
                parent.error("steps", "A workflow has at most " + MAX_STEPS + " steps");
                break;
            }
            if (mode != null && fields.has("needs")) {
                fields.error("needs", "'needs' cannot be used in a list with a 'mode'");
            }
            String before = i == 0 ? null : read.get(i - 1).id();
            read.add(inMode(step(fields, depth), mode, before));
        }
        return read;
    }

    /**
     * {@code sequential}: each step needs the one before. {@code conditional}: each is considered when the one before has
     * ended, also when that was skipped, as long as nothing failed.
     */
    private static StepDefinition inMode(StepDefinition step, @Nullable String mode, @Nullable String before) {
        if (mode == null || mode.equals("parallel") || before == null) {
            return step;
        }
        if (mode.equals("sequential")) {
            return step.after(before, step.condition());
        }
        String own = step.condition();
        String unless = "!failure() && !canceled()";
        return step.after(before, own == null ? unless : unless + " && (" + ConditionText.bare(own) + ")");
    }

    private StepDefinition step(Fields fields, int depth) {
        List<String> needs = fields.texts("needs");
        return new StepDefinition(
                fields.required("id", 63, STEP_ID, "letters, digits, '_' and '-', beginning with a letter or '_'"),
                fields.text("name", 200),
                uses(fields),
                fields.values("with"),
                needs == null ? List.of() : needs,
                condition(fields),
                fields.text("host", 1_000),
                forEach(fields),
                repeat(fields),
                retry(fields),
                fields.duration("timeout", MILLISECOND),
                onError(fields, depth),
                compensate(fields));
    }

    private static String uses(Fields fields) {
        return fields.required("uses", 170, USES, "agent/capability, optionally with @version");
    }

    private static @Nullable String condition(Fields fields) {
        JsonNode value = fields.get("if");
        if (value != null && value.isBoolean()) {
            return value.asText();
        }
        return fields.text("if", 4_100);
    }

    private static @Nullable ForEachRule forEach(Fields step) {
        if (!step.has("forEach")) {
            return null;
        }
        Fields fields = step.object("forEach", "'forEach'", Set.of("items", "maxParallel", "maxFailures"));
        JsonNode items = fields.get("items");
        if (items == null || !(items.isArray() || items.isTextual())) {
            fields.error("", "'forEach' needs 'items': a list, or an expression that yields one");
            return null;
        }
        return new ForEachRule(
                items,
                fields.number("maxParallel", ForEachRule.DEFAULT_PARALLEL, 1, ForEachRule.MAX_PARALLEL),
                fields.number("maxFailures", 0, 0, Integer.MAX_VALUE));
    }

    private static @Nullable RepeatRule repeat(Fields step) {
        if (!step.has("repeat")) {
            return null;
        }
        Fields fields = step.object("repeat", "'repeat'", Set.of("until", "every", "maxTimes"));
        return new RepeatRule(
                fields.required("until", 4_100, ANY, "an expression"),
                fields.duration("every", Duration.ofMillis(100), Duration.ofSeconds(10)),
                fields.number("maxTimes", 100, 1, 100_000));
    }

    private static @Nullable RetryPolicy retry(Fields owner) {
        if (!owner.has("retry")) {
            return null;
        }
        Fields fields = owner.object(
                "retry", "'retry'", Set.of("maxAttempts", "initialInterval", "backoff", "maxInterval", "on"));
        List<String> on = fields.texts("on");
        if (on != null) {
            Set<String> known = retryable();
            on.stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> fields.error(
                            "on", "There is no problem or category '" + name + "'" + Suggestions.of(name, known)));
        }
        return new RetryPolicy(
                fields.number("maxAttempts", 3, 1, RetryPolicy.MAX_ATTEMPTS),
                fields.duration("initialInterval", MILLISECOND, Duration.ofSeconds(1)),
                fields.decimal("backoff", 2, 1, 100),
                fields.duration("maxInterval", MILLISECOND, Duration.ofMinutes(1)),
                on);
    }

    private static Set<String> retryable() {
        Set<String> names = new TreeSet<>();
        Arrays.stream(ProblemType.values()).map(ProblemType::slug).forEach(names::add);
        Arrays.stream(ProblemCategory.values())
                .map(category -> category.name().toLowerCase(Locale.ROOT))
                .forEach(names::add);
        return names;
    }

    private @Nullable ErrorHandler onError(Fields step, int depth) {
        if (!step.has("onError")) {
            return null;
        }
        Fields fields = step.object("onError", "'onError'", Set.of("continue", "mode", "steps"));
        if (fields.has("continue") == fields.has("steps")) {
            fields.error("", "'onError' has either 'continue' or 'steps'");
            return null;
        }
        if (depth >= 3) {
            fields.error("", "'onError' is nested too deeply");
            return null;
        }
        return new ErrorHandler(fields.flag("continue", false), steps(fields, depth + 1));
    }

    private static @Nullable Compensation compensate(Fields step) {
        if (!step.has("compensate")) {
            return null;
        }
        Fields fields = step.object("compensate", "'compensate'", Set.of("uses", "with", "host", "retry", "timeout"));
        return new Compensation(
                uses(fields),
                fields.values("with"),
                fields.text("host", 1_000),
                retry(fields),
                fields.duration("timeout", MILLISECOND));
    }
}
