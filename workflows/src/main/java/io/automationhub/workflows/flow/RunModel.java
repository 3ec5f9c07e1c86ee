package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.flow.FlowCarry.Stopped;
import io.automationhub.workflows.flow.FlowCarry.Undo;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run as it goes on; {@link FlowState} is its picture. */
final class RunModel {

    final FlowInput input;
    RunStatus status = RunStatus.QUEUED;
    boolean granted;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    @Nullable
    Instant deadline;

    @Nullable
    JsonNode outputs;
    /** The first failure that nothing handled, or why the run was stopped. */
    @Nullable
    Problem error;

    @Nullable
    Stopped stopped;

    /** Whether it begins nothing further until it is resumed. */
    boolean paused;

    /** Calls that wait for something from outside, with what came for them; by the key of the call. */
    final Arrivals arrivals = new Arrivals();

    final List<Undo> undo = new ArrayList<>();
    private final Map<String, StepModel> steps = new LinkedHashMap<>();

    RunModel(FlowInput input) {
        this.input = input;
        for (PlannedStep step : input.plan().steps()) {
            steps.put(step.id(), new StepModel(step));
        }
        FlowCarry carried = input.carried();
        if (carried != null) {
            restore(carried);
        }
    }

    private void restore(FlowCarry carried) {
        FlowState state = carried.state();
        boolean begun = state.status() == RunStatus.WAITING || state.status() == RunStatus.PAUSED;
        status = begun ? RunStatus.RUNNING : state.status();
        paused = carried.paused();
        startedAt = state.startedAt();
        error = state.error();
        granted = carried.granted();
        stopped = carried.stopped();
        deadline = carried.deadline();
        undo.addAll(carried.undo());
        state.steps().forEach(step -> step(step.id()).restore(step));
    }

    FlowState snapshot() {
        return new FlowState(
                statusNow(),
                startedAt,
                endedAt,
                steps.values().stream().map(StepModel::snapshot).toList(),
                outputs,
                error);
    }

    /** A run in which nothing runs and something waits is waiting; one that begins nothing further is paused. */
    RunStatus statusNow() {
        if (paused && status == RunStatus.RUNNING) {
            return RunStatus.PAUSED;
        }
        boolean waits = steps.values().stream().anyMatch(step -> step.status == StepStatus.WAITING);
        boolean runs = steps.values().stream().anyMatch(step -> step.status == StepStatus.RUNNING);
        return status == RunStatus.RUNNING && waits && !runs ? RunStatus.WAITING : status;
    }

    FlowCarry carry() {
        FlowCarry before = input.carried();
        int parts = before == null ? 1 : before.parts() + 1;
        return new FlowCarry(snapshot(), undo, granted, stopped, deadline, parts, paused);
    }

    /** In the plan's order. */
    Iterable<StepModel> steps() {
        return steps.values();
    }

    StepModel step(String id) {
        return Objects.requireNonNull(steps.get(id), id);
    }

    boolean isStopping() {
        return stopped != null;
    }

    boolean isCanceled() {
        return stopped != null && stopped.kind() == Stopped.Kind.CANCELED;
    }

    /** The first reason counts. */
    void stop(Stopped.Kind kind, Problem problem) {
        if (stopped == null && !status.isFinal()) {
            stopped = new Stopped(kind, problem);
            paused = false; // what cleans up must not wait
        }
    }

    boolean allSettled() {
        return steps.values().stream().allMatch(StepModel::isSettled);
    }

    boolean anyBad() {
        return steps.values().stream().anyMatch(StepModel::isBad);
    }
}
