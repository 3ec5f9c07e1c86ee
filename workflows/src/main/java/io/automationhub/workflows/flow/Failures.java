package io.automationhub.workflows.flow;

import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong, as a problem for people. */
final class Failures {

    private Failures() {}

    static Problem problem(ProblemType type, @Nullable String detail) {
        return new Problem(type, detail == null || detail.isBlank() ? type.title() : detail, List.of(), null);
    }

    /** The problem an activity ended with. */
    static Problem of(RuntimeException failure, Duration timeLimit) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return of(application);
            }
            if (cause instanceof TimeoutFailure timeout) {
                return of(timeout, timeLimit);
            }
            if (cause instanceof CanceledFailure) {
                return problem(ProblemType.CANCELED, null);
            }
        }
        return problem(ProblemType.INTERNAL_ERROR, "The step ended with an unexpected error");
    }

    private static Problem of(ApplicationFailure failure) {
        ProblemType type = ProblemType.of(String.valueOf(failure.getType()));
        if (!type.slug().equals(failure.getType())) {
            return problem(ProblemType.INTERNAL_ERROR, "The step ended with an unexpected error");
        }
        try {
            Problem detail =
                    failure.getDetails().getSize() > 0 ? failure.getDetails().get(Problem.class) : null;
            if (detail != null) {
                return detail;
            }
        } catch (DataConverterException e) {
            // Written by another version; the type still says what kind of problem it is.
        }
        return problem(type, failure.getOriginalMessage());
    }

    private static Problem of(TimeoutFailure failure, Duration timeLimit) {
        return switch (failure.getTimeoutType()) {
            case TIMEOUT_TYPE_HEARTBEAT -> problem(ProblemType.UNAVAILABLE, "The worker that ran the step went away");
            case TIMEOUT_TYPE_SCHEDULE_TO_START -> problem(ProblemType.UNAVAILABLE, "No worker took the step");
            default -> problem(ProblemType.TIMEOUT, "The step took longer than " + text(timeLimit));
        };
    }

    static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
