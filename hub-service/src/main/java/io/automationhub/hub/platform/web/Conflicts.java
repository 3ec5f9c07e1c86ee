package io.automationhub.hub.platform.web;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;

/** Problems of changes that meet one another. */
public final class Conflicts {

    private Conflicts() {}

    /** A change that was based on a version which is no longer the newest. */
    public static ProblemException changedMeanwhile() {
        return new ProblemException(
                ProblemType.PRECONDITION_FAILED, "It was changed in the meantime; read it again and decide anew");
    }
}
