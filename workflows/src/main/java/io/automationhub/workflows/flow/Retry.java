package io.automationhub.workflows.flow;

import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.flow.FlowCarry.Undo;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a new run takes over of one that ended: the steps it need not repeat, with their outputs. */
public final class Retry {

    private Retry() {}

    /**
     * What is taken over. A step is repeated when it is the one named, did not end well, was undone, is not the same in
     * the two plans, or comes after one that is repeated.
     *
     * @param before the plan of the run that ended
     * @param ended how it ended
     * @param plan what the new run follows, the same or another version
     * @param from the step to begin at; null for those that did not end well
     * @throws ProblemException {@code invalid} when there is no such step to begin at, {@code conflict} when nothing is to
     *     be repeated
     */
    public static FlowCarry of(Plan before, FlowState ended, Plan plan, @Nullable String from) {
        check(plan, from);
        Map<String, StepState> states = new LinkedHashMap<>();
        ended.steps().forEach(step -> states.put(step.id(), step));
        Set<String> repeated = repeated(before, states, plan, from);
        if (repeated.isEmpty()) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "Every step of the run ended well: name the one to begin at");
        }
        List<StepState> kept = new ArrayList<>();
        List<Undoable> undo = new ArrayList<>();
        for (PlannedStep step : plan.steps()) {
            StepState state = states.get(step.id());
            if (!repeated.contains(step.id()) && state != null) {
                kept.add(state);
                undo.addAll(undoable(step, state));
            }
        }
        undo.sort(Comparator.comparing(Undoable::endedAt));
        FlowState state = new FlowState(RunStatus.QUEUED, null, null, kept, null, null);
        return new FlowCarry(state, undo.stream().map(Undoable::undo).toList(), false, null, null, 0, false);
    }

    private static void check(Plan plan, @Nullable String from) {
        if (from == null) {
            return;
        }
        PlannedStep step = plan.steps().stream()
                .filter(each -> each.id().equals(from))
                .findFirst()
                .orElseThrow(() -> invalid("There is no step '" + from + "'"));
        if (step.handles() != null) {
            throw invalid("'" + from + "' handles the failure of '" + step.handles() + "': begin at that one");
        }
    }

    /** Steps come after what they need in a plan, so one pass finds all. */
    private static Set<String> repeated(Plan before, Map<String, StepState> states, Plan plan, @Nullable String from) {
        Map<String, PlannedStep> known = new LinkedHashMap<>();
        before.steps().forEach(step -> known.put(step.id(), step));
        Set<String> repeated = new LinkedHashSet<>();
        for (PlannedStep step : plan.steps()) {
            boolean after = step.needs().stream().anyMatch(repeated::contains)
                    || (step.handles() != null && repeated.contains(step.handles()));
            boolean same = step.equals(known.get(step.id()));
            if (after || !same || step.id().equals(from) || !endedWell(states.get(step.id()))) {
                repeated.add(step.id());
            }
        }
        return repeated;
    }

    private static boolean endedWell(@Nullable StepState state) {
        return state != null
                && (state.status() == StepStatus.SUCCEEDED || state.status() == StepStatus.SKIPPED || state.handled());
    }

    /** A call that a failure of the new run undoes. */
    private record Undoable(Undo undo, Instant endedAt) {}

    private static List<Undoable> undoable(PlannedStep step, StepState state) {
        List<Undoable> undo = new ArrayList<>();
        if (step.compensate() != null) {
            List<CallState> calls = new ArrayList<>();
            if (state.call() != null) {
                calls.add(state.call());
            }
            if (state.items() != null) {
                calls.addAll(state.items());
            }
            for (CallState call : calls) {
                if (call.status() == StepStatus.SUCCEEDED && call.endedAt() != null) {
                    undo.add(new Undoable(new Undo(step.id(), call.index()), call.endedAt()));
                }
            }
        }
        return undo;
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(
                ProblemType.INVALID, "The run cannot begin there", List.of(new FieldError("/fromStep", detail)));
    }
}
