package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.definition.ForEachRule;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.Template;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers questions about what happened in runs; changes nothing. */
public final class RunInsightService {

    private final Transactions transactions;
    private final RunService runs;

    public RunInsightService(Transactions transactions, RunService runs) {
        this.transactions = transactions;
        this.runs = runs;
    }

    /** How two runs differ, open ones as they are now. */
    public RunComparison compare(Caller caller, RunId from, RunId to) {
        return RunComparison.of(runs.get(caller, from), runs.get(caller, to));
    }

    /**
     * What an expression yields with what is recorded of a run that ended.
     *
     * @throws ProblemException {@code conflict} while the run goes on; {@code invalid} for a step or an item that it does not
     *     have, and for an expression that cannot be read, fails, or costs too much
     */
    public Evaluated evaluate(Caller caller, RunId run, EvaluateExpression request) {
        RunService.Ended ended =
                transactions.inOrganization(caller.organization(), handle -> runs.ended(handle, caller, run));
        PlannedStep at = request.step() == null ? null : step(ended, request.step());
        RecordedVariables variables =
                RecordedVariables.of(ended.input(), ended.run().state(), at);
        if (at != null) {
            addCall(variables, ended, at, request.item());
        } else if (request.item() != null) {
            throw ProblemException.invalid("/item", "needs a step");
        }
        try {
            return new Evaluated(value(request.expression(), variables));
        } catch (ExpressionException e) {
            throw ProblemException.invalid("/expression", String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode value(String expression, RecordedVariables variables) {
        return Template.isTemplate(expression)
                ? Expressions.resolve(TextNode.valueOf(expression), variables.asMap())
                : Expressions.evaluate(expression, variables.asMap());
    }

    private static PlannedStep step(RunService.Ended ended, String id) {
        return ended.input().plan().steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("/step", "There is no step '" + id + "'"));
    }

    /** What the step's own expressions see besides: its item, and what it yielded. */
    private static void addCall(
            RecordedVariables variables, RunService.Ended ended, PlannedStep step, @Nullable Integer item) {
        StepState state = ended.run().state().steps().stream()
                .filter(each -> each.id().equals(step.id()))
                .findFirst()
                .orElse(null);
        CallState call = state == null ? null : state.call();
        if (item != null) {
            variables.with("item", item(variables, step, item)).with("index", item.longValue());
            call = state == null
                            || state.items() == null
                            || item >= state.items().size()
                    ? null
                    : state.items().get(item);
        }
        if (call != null) {
            variables.with("output", Values.of(call.output())).with("turn", (long) call.turn());
        }
    }

    private static Object item(RecordedVariables variables, PlannedStep step, int index) {
        ForEachRule forEach = step.forEach();
        if (forEach == null) {
            throw ProblemException.invalid("/item", "The step has no items");
        }
        try {
            JsonNode items = Expressions.resolve(forEach.items(), variables.asMap());
            if (index >= items.size()) {
                throw ProblemException.invalid("/item", "The step has " + items.size() + " items");
            }
            return Values.of(Objects.requireNonNull(items.get(index)));
        } catch (ExpressionException e) {
            throw ProblemException.invalid("/item", String.valueOf(e.getMessage()));
        }
    }
}
