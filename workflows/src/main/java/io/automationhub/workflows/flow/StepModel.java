package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step as it goes on; {@link StepState} is its picture. */
final class StepModel {

    final PlannedStep plan;
    StepStatus status = StepStatus.PENDING;
    boolean handled;

    @Nullable
    Instant startedAt;
    /** Set when dependents may be considered: for a failed step with handlers, when those have ended. */
    @Nullable
    Instant endedAt;

    @Nullable
    JsonNode output;

    @Nullable
    Problem error;

    @Nullable
    CallModel call;

    @Nullable
    List<CallModel> items;

    StepModel(PlannedStep plan) {
        this.plan = plan;
    }

    void restore(StepState state) {
        status = state.status();
        handled = state.handled();
        startedAt = state.startedAt();
        endedAt = state.endedAt();
        output = state.output();
        error = state.error();
        call = state.call() == null ? null : CallModel.of(state.call());
        if (state.items() != null) {
            List<CallModel> restored = new ArrayList<>();
            state.items().forEach(item -> restored.add(CallModel.of(item)));
            items = restored;
        }
    }

    StepState snapshot() {
        return new StepState(
                plan.id(),
                status,
                handled,
                startedAt,
                endedAt,
                output,
                error,
                call == null ? null : call.snapshot(),
                items == null ? null : items.stream().map(CallModel::snapshot).toList());
    }

    String id() {
        return plan.id();
    }

    /** Whether nothing more will become of it, compensation aside. */
    boolean isSettled() {
        return endedAt != null;
    }

    /** Whether dependents see it as having ended well. */
    boolean isGood() {
        return status == StepStatus.SUCCEEDED || status == StepStatus.COMPENSATED || handled;
    }

    /** Whether it fails the run and what depends on it. */
    boolean isBad() {
        return status == StepStatus.FAILED && !handled && isSettled();
    }

    /** Takes over from its calls whether it runs or waits: it waits when none of them runs. */
    void reflect() {
        List<CallModel> calls = items == null ? call == null ? List.of() : List.of(call) : items;
        if (calls.stream().anyMatch(each -> each.status == StepStatus.RUNNING)) {
            status = StepStatus.RUNNING;
        } else if (calls.stream().anyMatch(each -> each.status == StepStatus.WAITING)) {
            status = StepStatus.WAITING;
        }
    }

    int attempts() {
        if (call != null) {
            return call.attemptCount;
        }
        return items == null
                ? 0
                : items.stream().mapToInt(item -> item.attemptCount).sum();
    }

    /** The call, or the item at an index. */
    CallModel callAt(@Nullable Integer index) {
        CallModel found = index == null ? call : items == null ? null : items.get(index);
        if (found == null) {
            throw new IllegalStateException("step '" + id() + "' has no such call");
        }
        return found;
    }
}
