package io.automationhub.workflows.definition;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to do after a failed attempt. The loss of a worker is not a failed attempt: the call is re-attached under the
 * same key, whatever this says.
 *
 * @param maxAttempts attempts in all, at least 1
 * @param initialInterval pause after the first attempt
 * @param backoff factor from one pause to the next, at least 1
 * @param maxInterval the longest pause
 * @param on slugs of problems or names of categories worth another attempt; null for those that are so by nature
 */
public record RetryPolicy(
        int maxAttempts,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Duration initialInterval,
        double backoff,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Duration maxInterval,
        @Nullable List<String> on) {

    /** The most attempts a definition may ask for. */
    public static final int MAX_ATTEMPTS = 100;

    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), null);

    /** Rides out a short absence of something the hub depends on; for steps that say nothing. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            5, Duration.ofSeconds(1), 2, Duration.ofSeconds(30), List.of("unavailable", "rate_limited"));

    /** Tries hard, whatever failed: nobody else undoes what a compensation leaves. */
    public static final RetryPolicy COMPENSATION = new RetryPolicy(
            5, Duration.ofSeconds(1), 2, Duration.ofSeconds(30), List.of("caller", "internal", "capacity", "upstream"));

    public RetryPolicy {
        on = on == null ? null : List.copyOf(on);
    }

    /** The policy of a step that says nothing: an effect that must not be repeated gets one attempt. */
    public static RetryPolicy defaultFor(Effect effect) {
        return effect == Effect.ONCE ? NONE : DEFAULT;
    }

    /** Whether a problem is worth another attempt, leaving the number of attempts aside. */
    public boolean covers(ProblemType type) {
        if (type == ProblemType.CANCELED || type == ProblemType.SUPERSEDED) {
            return false;
        }
        if (on == null) {
            return type.retryable();
        }
        return on.contains(type.slug()) || on.contains(type.category().name().toLowerCase(Locale.ROOT));
    }

    /** The pause after an attempt, counted from 1. */
    public Duration pauseAfter(int attempt) {
        double millis = (double) initialInterval.toMillis() * Math.pow(backoff, Math.max(0, attempt - 1));
        return Duration.ofMillis((long) Math.min(millis, (double) maxInterval.toMillis()));
    }
}
