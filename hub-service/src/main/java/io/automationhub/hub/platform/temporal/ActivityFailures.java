package io.automationhub.hub.platform.temporal;

import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemException;
import io.temporal.failure.ApplicationFailure;

/** Problems as activities report them: whether to try again is the workflow's decision, so none is retried below it. */
public final class ActivityFailures {

    private ActivityFailures() {}

    /** The failure of an activity whose type is the problem's slug and whose one detail is the problem. */
    public static ApplicationFailure of(ProblemException e) {
        Problem problem = Problem.of(e);
        return ApplicationFailure.newNonRetryableFailure(
                problem.detail(), problem.type().slug(), problem);
    }
}
