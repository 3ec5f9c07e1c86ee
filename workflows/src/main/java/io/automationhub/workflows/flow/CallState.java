package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a capability, with its attempts: a whole step, or one item of it.
 *
 * @param index position of the item, or null
 * @param status where it is
 * @param input resolved, secrets named; null before it begins
 * @param output what the capability answered, or null
 * @param error why the last attempt failed, or null
 * @param startedAt when the first attempt began, or null
 * @param endedAt when it became final, or null
 * @param turn which turn of {@code repeat} it is in, from 1; 0 without
 * @param attempts in order; of many, the first and the last ones are kept
 * @param attemptCount how many there were in all
 * @param compensation how undoing it went, or null
 */
public record CallState(
        @Nullable Integer index,
        StepStatus status,
        @Nullable JsonNode input,
        @Nullable JsonNode output,
        @Nullable Problem error,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int turn,
        List<AttemptState> attempts,
        int attemptCount,
        @Nullable CompensationState compensation) {

    public CallState {
        attempts = List.copyOf(attempts);
    }

    /**
     * One attempt.
     *
     * @param number from 1
     * @param startedAt when it was sent off
     * @param endedAt when it answered, or null
     * @param error why it failed, or null
     */
    public record AttemptState(
            int number,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Problem error) {}

    /**
     * How undoing a call went.
     *
     * @param status running, succeeded or failed
     * @param startedAt when it began
     * @param endedAt when it ended, or null
     * @param attempts how many attempts it took
     * @param error why it failed, or null
     */
    public record CompensationState(
            StepStatus status,
            Instant startedAt,
            @Nullable Instant endedAt,
            int attempts,
            @Nullable Problem error) {}
}
