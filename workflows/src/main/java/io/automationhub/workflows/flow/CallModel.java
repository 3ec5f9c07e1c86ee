package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.definition.PlannedCall;
import io.automationhub.workflows.definition.RepeatRule;
import io.automationhub.workflows.flow.CallState.AttemptState;
import io.automationhub.workflows.flow.CallState.CompensationState;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call as it goes on; {@link CallState} is its picture. */
final class CallModel {

    /** Of many attempts, this many of the first and of the last are kept. */
    private static final int FIRST_KEPT = 10;

    private static final int LAST_KEPT = 110;

    final @Nullable Integer index;
    StepStatus status = StepStatus.PENDING;

    @Nullable
    JsonNode input;

    @Nullable
    JsonNode output;

    @Nullable
    Problem error;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    int turn;
    int attemptCount;
    /** Whether it has waited since the history was cut last. */
    boolean waited;

    @Nullable
    CompensationState compensation;

    private final List<AttemptState> attempts = new ArrayList<>();

    CallModel(@Nullable Integer index) {
        this.index = index;
    }

    static CallModel of(CallState state) {
        CallModel call = new CallModel(state.index());
        call.status = state.status();
        call.input = state.input();
        call.output = state.output();
        call.error = state.error();
        call.startedAt = state.startedAt();
        call.endedAt = state.endedAt();
        call.turn = state.turn();
        call.attempts.addAll(state.attempts());
        call.attemptCount = state.attemptCount();
        call.compensation = state.compensation();
        return call;
    }

    CallState snapshot() {
        return new CallState(
                index, status, input, output, error, startedAt, endedAt, turn, attempts, attemptCount, compensation);
    }

    void attemptBegins(Instant now) {
        status = StepStatus.RUNNING;
        if (startedAt == null) {
            startedAt = now;
        }
        attemptCount++;
        attempts.add(new AttemptState(attemptCount, now, null, null));
        if (attempts.size() > FIRST_KEPT + LAST_KEPT) {
            attempts.remove(FIRST_KEPT);
        }
    }

    /** When the attempt it is in began. */
    Instant attemptBegan() {
        return attempts.getLast().startedAt();
    }

    void attemptEnds(Instant now, @Nullable Problem problem) {
        AttemptState last = attempts.removeLast();
        attempts.add(new AttemptState(last.number(), last.startedAt(), now, problem));
    }

    void ends(StepStatus as, @Nullable Problem problem, Instant now) {
        status = as;
        error = problem;
        endedAt = now;
    }

    /** Failed attempts since the last one that succeeded. */
    int failuresInARow() {
        int count = 0;
        for (int i = attempts.size() - 1; i >= 0 && attempts.get(i).error() != null; i--) {
            count++;
        }
        return count;
    }

    /** When the next attempt may begin; null for at once. */
    @Nullable
    Instant due(PlannedCall call, @Nullable RepeatRule repeat) {
        if (attempts.isEmpty()) {
            return null;
        }
        Instant last = attempts.getLast().endedAt();
        if (last == null) {
            return null;
        }
        if (attempts.getLast().error() != null) {
            return last.plus(call.retry().pauseAfter(failuresInARow()));
        }
        return repeat == null ? null : last.plus(repeat.every());
    }
}
