package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.web.JsonDifferences;
import io.automationhub.hub.platform.web.JsonDifferences.Difference;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How two runs differ.
 *
 * @param input differences of what they were started with
 * @param output differences of their outputs
 * @param steps of both, in the order of the one and then what only the other has
 * @param complete whether all differences are told
 */
public record RunComparison(
        Side from,
        Side to,
        List<Difference> input,
        List<Difference> output,
        List<StepComparison> steps,
        boolean complete) {

    /** The most differences that are told of one value, and of all. */
    private static final int MOST_OF_VALUE = 100;

    private static final int MOST = 1_000;

    /** One of the two. */
    public record Side(
            RunId id,
            @Nullable UUID workflow,
            @Nullable Integer workflowVersion,
            RunStatus status,
            @Nullable Long durationMs) {}

    /**
     * One step.
     *
     * @param from null where only the other run has it
     * @param to null where only the one run has it
     * @param input differences of what its call was given; none for a step with items
     * @param output differences of its outputs
     */
    public record StepComparison(
            String id,
            @Nullable StepSide from,
            @Nullable StepSide to,
            List<Difference> input,
            List<Difference> output) {}

    /**
     * A step in one of the two runs.
     *
     * @param items how many items of {@code forEach}, or null
     */
    public record StepSide(
            StepStatus status,
            @Nullable Long durationMs,
            @Nullable Integer items) {}

    /** Compares; the first differences count where there are many. */
    static RunComparison of(Run from, Run to) {
        Gathering all = new Gathering();
        List<Difference> input = all.add(from.inputs(), to.inputs());
        List<Difference> output = all.add(from.state().outputs(), to.state().outputs());
        Map<String, StepState> left = byId(from.state());
        Map<String, StepState> right = byId(to.state());
        List<StepComparison> steps = new ArrayList<>();
        left.forEach((id, step) -> steps.add(all.step(id, step, right.get(id))));
        right.forEach((id, step) -> {
            if (!left.containsKey(id)) {
                steps.add(all.step(id, null, step));
            }
        });
        return new RunComparison(side(from), side(to), input, output, steps, all.complete);
    }

    /** Differences as they are found, as long as there is room. */
    private static final class Gathering {

        private int room = MOST;
        private boolean complete = true;

        List<Difference> add(@Nullable JsonNode from, @Nullable JsonNode to) {
            JsonDifferences.Found found = JsonDifferences.of(from, to, Math.min(room, MOST_OF_VALUE));
            room -= found.differences().size();
            complete &= found.complete();
            return found.differences();
        }

        StepComparison step(String id, @Nullable StepState from, @Nullable StepState to) {
            CallState left = from == null ? null : from.call();
            CallState right = to == null ? null : to.call();
            return new StepComparison(
                    id,
                    from == null ? null : stepSide(from),
                    to == null ? null : stepSide(to),
                    add(left == null ? null : left.input(), right == null ? null : right.input()),
                    add(from == null ? null : from.output(), to == null ? null : to.output()));
        }
    }

    private static Map<String, StepState> byId(FlowState state) {
        Map<String, StepState> steps = new LinkedHashMap<>();
        state.steps().forEach(step -> steps.put(step.id(), step));
        return steps;
    }

    private static Side side(Run run) {
        return new Side(
                run.id(),
                run.workflow(),
                run.workflowVersion(),
                run.state().status(),
                between(run.state().startedAt(), run.state().endedAt()));
    }

    private static StepSide stepSide(StepState step) {
        return new StepSide(
                step.status(),
                between(step.startedAt(), step.endedAt()),
                step.items() == null ? null : step.items().size());
    }

    private static @Nullable Long between(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null
                ? null
                : Duration.between(start, end).toMillis();
    }
}
