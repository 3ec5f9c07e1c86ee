package io.automationhub.workflows.definition;

import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.definition.DefinitionParser.Parsed;
import io.automationhub.workflows.definition.StepDefinition.Compensation;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a definition means and resolves it into a plan. A definition that compiles can run: every {@code uses}
 * exists, the graph has no cycle, references reach steps that are final by then, expressions fit their types and the
 * schemas they feed.
 */
public final class DefinitionCompiler {

    private final Capabilities capabilities;

    public DefinitionCompiler(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    /** A plan, or what keeps the definition from being one. */
    public record Result(@Nullable Plan plan, List<FieldError> errors) {

        public Result {
            errors = List.copyOf(errors);
        }

        /**
         * The plan.
         *
         * @throws ProblemException {@code invalid} with the errors
         */
        public Plan orThrow() {
            if (plan == null) {
                throw new ProblemException(ProblemType.INVALID, "The workflow definition is not valid", errors);
            }
            return plan;
        }
    }

    /** Parses and compiles a text. */
    public Result compile(String text) {
        return compile(DefinitionParser.parse(text));
    }

    /** Compiles what was parsed; its errors come first and end it. */
    public Result compile(Parsed parsed) {
        if (!parsed.errors().isEmpty()) {
            return new Result(null, parsed.errors());
        }
        WorkflowDefinition definition = parsed.definition();
        List<FieldError> errors = new ArrayList<>();
        Source source = parsed.source();
        StepGraph graph = StepGraph.of(definition, source, errors);
        Map<String, Use> uses = new LinkedHashMap<>();
        for (StepGraph.Node node : graph.nodes()) {
            uses.put(node.id(), use(node, source, errors));
        }
        if (graph.isSound()) {
            new ExpressionChecks(definition, graph, uses, source, errors).run();
        }
        return errors.isEmpty() ? new Result(plan(definition, graph, uses), List.of()) : new Result(null, errors);
    }

    /** What a step and its compensation use, as far as it was found. */
    record Use(Capabilities.@Nullable Resolved step, Capabilities.@Nullable Resolved compensation) {}

    private Use use(StepGraph.Node node, Source source, List<FieldError> errors) {
        StepDefinition step = node.step();
        Capabilities.Resolved own = find(step.uses(), node.pointer(), step.host(), step.timeout(), source, errors);
        Compensation compensation = step.compensate();
        return new Use(
                own,
                compensation == null ? null : undoing(compensation, node.pointer() + "/compensate", source, errors));
    }

    private Capabilities.@Nullable Resolved undoing(
            Compensation compensation, String pointer, Source source, List<FieldError> errors) {
        Capabilities.Resolved resolved =
                find(compensation.uses(), pointer, compensation.host(), compensation.timeout(), source, errors);
        if (resolved != null && resolved.manifest().placement() == Placement.RUN) {
            errors.add(source.error(pointer + "/uses", "'" + compensation.uses() + "' undoes nothing"));
        }
        return resolved;
    }

    private Capabilities.@Nullable Resolved find(
            String uses,
            String pointer,
            @Nullable String host,
            @Nullable Duration timeout,
            Source source,
            List<FieldError> errors) {
        Capabilities.Resolved resolved = capabilities.find(uses).orElse(null);
        if (resolved == null) {
            String name = uses.contains("@") ? uses.substring(0, uses.indexOf('@')) : uses;
            String detail = capabilities.names().contains(name)
                    ? "There is no such version of '" + name + "'"
                    : "There is nothing to use by the name '" + uses + "'"
                            + Suggestions.of(name, new TreeSet<>(capabilities.names()));
            errors.add(source.error(pointer + "/uses", detail));
            return null;
        }
        CapabilityManifest manifest = resolved.manifest();
        if (host != null && manifest.placement() != Placement.HOST) {
            errors.add(source.error(pointer + "/host", "'" + uses + "' does not run on a host"));
        }
        if (timeout != null && timeout.compareTo(manifest.timeLimit()) > 0) {
            String limit = manifest.timeLimit().toSeconds() + "s";
            errors.add(source.error(pointer + "/timeout", "'" + uses + "' may take at most " + limit));
        }
        return resolved;
    }

    private static Plan plan(WorkflowDefinition definition, StepGraph graph, Map<String, Use> uses) {
        List<PlannedStep> steps = new ArrayList<>();
        for (StepGraph.Node node : graph.inOrder()) {
            steps.add(planned(node, graph, uses));
        }
        return new Plan(
                Plan.FORMAT,
                definition.name(),
                definition.concurrency(),
                definition.timeout(),
                definition.failFast(),
                definition.compensateOnCancel(),
                steps,
                definition.outputs());
    }

    private static PlannedStep planned(StepGraph.Node node, StepGraph graph, Map<String, Use> uses) {
        StepDefinition step = node.step();
        Use use = uses.getOrDefault(node.id(), new Use(null, null));
        Compensation compensation = step.compensate();
        return new PlannedStep(
                step.id(),
                step.needs(),
                step.condition(),
                call(use.step(), step.with(), step.host(), step.retry(), step.timeout(), false),
                step.forEach(),
                step.repeat(),
                step.onError() != null && step.onError().proceed(),
                graph.handlersOf(step.id()),
                node.handles(),
                compensation == null
                        ? null
                        : call(
                                use.compensation(),
                                compensation.with(),
                                compensation.host() == null ? step.host() : compensation.host(),
                                compensation.retry(),
                                compensation.timeout(),
                                true));
    }

    private static PlannedCall call(
            Capabilities.@Nullable Resolved resolved,
            com.fasterxml.jackson.databind.node.ObjectNode with,
            @Nullable String host,
            @Nullable RetryPolicy retry,
            @Nullable Duration timeout,
            boolean compensation) {
        if (resolved == null) {
            throw new IllegalStateException("a definition without errors has every capability");
        }
        CapabilityManifest manifest = resolved.manifest();
        RetryPolicy otherwise = compensation ? RetryPolicy.COMPENSATION : RetryPolicy.defaultFor(manifest.effect());
        Duration limit = timeout == null ? manifest.usualTime() : timeout;
        return new PlannedCall(
                resolved.agent(),
                manifest.name(),
                manifest.effect(),
                manifest.placement(),
                manifest.isShort(limit),
                limit,
                retry == null ? otherwise : retry,
                with,
                manifest.placement() == Placement.HOST ? host : null);
    }
}
