package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.automationhub.workflows.definition.ForEachRule;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings one step to its end: its one call, or one call per item. Does not look at what depends on it. */
final class StepRunner {

    /** The most items of one step. */
    static final int MAX_ITEMS = 10_000;

    private final Variables variables;
    private final CallRunner calls;

    StepRunner(Variables variables, CallRunner calls) {
        this.variables = variables;
        this.calls = calls;
    }

    /** Runs it; afterwards its status is final, its error and output are set. */
    void run(StepModel step, Supplier<Boolean> stop) {
        ForEachRule forEach = step.plan.forEach();
        if (forEach == null) {
            CallModel call = step.call == null ? new CallModel(null) : step.call;
            step.call = call;
            calls.run(step, call, null, stop);
            step.status = call.status;
            step.error = call.error;
            step.output = call.status == StepStatus.SUCCEEDED ? call.output : null;
            return;
        }
        try {
            each(step, forEach, items(forEach), stop);
        } catch (ExpressionException e) {
            step.status = StepStatus.FAILED;
            step.error = Failures.problem(ProblemType.INVALID, e.getMessage());
        }
    }

    private List<JsonNode> items(ForEachRule forEach) {
        JsonNode resolved = Expressions.resolve(forEach.items(), variables.ofRun());
        if (!resolved.isArray() && !resolved.isNull()) {
            throw new ExpressionException("'forEach.items' did not yield a list");
        }
        if (resolved.size() > MAX_ITEMS) {
            throw new ExpressionException("'forEach.items' yielded more than " + MAX_ITEMS + " items");
        }
        List<JsonNode> items = new ArrayList<>();
        resolved.forEach(items::add);
        return items;
    }

    private void each(StepModel step, ForEachRule forEach, List<JsonNode> items, Supplier<Boolean> stop) {
        List<CallModel> models = step.items == null ? fresh(items.size()) : step.items;
        step.items = models;
        AtomicInteger next = new AtomicInteger();
        List<Promise<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Math.min(forEach.maxParallel(), items.size()); lane++) {
            lanes.add(Async.procedure(() -> {
                while (!stop.get() && failures(models) <= forEach.maxFailures() && next.get() < items.size()) {
                    CallModel call = models.get(next.getAndIncrement());
                    if (!call.status.isFinal()) {
                        calls.run(step, call, items.get(indexOf(call)), stop);
                    }
                }
            }));
        }
        Workflow.await(() -> lanes.stream().allMatch(Promise::isCompleted));
        lanes.forEach(Promise::get);
        conclude(step, forEach, models, stop);
    }

    private static void conclude(StepModel step, ForEachRule forEach, List<CallModel> models, Supplier<Boolean> stop) {
        boolean failed = failures(models) > forEach.maxFailures();
        boolean stopped = stop.get() && models.stream().anyMatch(item -> !isRun(item));
        for (CallModel item : models) {
            if (!item.status.isFinal()) {
                item.ends(failed ? StepStatus.SKIPPED : StepStatus.CANCELED, null, Pauses.now());
            }
        }
        if (failed) {
            step.status = StepStatus.FAILED;
            step.error = failure(models);
        } else if (stopped) {
            step.status = StepStatus.CANCELED;
        } else {
            step.status = StepStatus.SUCCEEDED;
            ArrayNode outputs = FlowJson.MAPPER.createArrayNode();
            models.forEach(item -> outputs.add(
                    item.status == StepStatus.SUCCEEDED && item.output != null ? item.output : NullNode.instance));
            step.output = outputs;
        }
    }

    private static boolean isRun(CallModel item) {
        return item.status == StepStatus.SUCCEEDED || item.status == StepStatus.FAILED;
    }

    private static long failures(List<CallModel> items) {
        return items.stream().filter(item -> item.status == StepStatus.FAILED).count();
    }

    private static @Nullable Problem failure(List<CallModel> items) {
        for (CallModel item : items) {
            Problem problem = item.error;
            if (item.status == StepStatus.FAILED && problem != null) {
                String detail = "Item " + item.index + ": " + problem.detail();
                return new Problem(problem.type(), detail, problem.errors(), problem.evidence());
            }
        }
        return null;
    }

    private static List<CallModel> fresh(int size) {
        List<CallModel> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(new CallModel(i));
        }
        return items;
    }

    private static int indexOf(CallModel call) {
        return call.index == null ? 0 : call.index;
    }
}
