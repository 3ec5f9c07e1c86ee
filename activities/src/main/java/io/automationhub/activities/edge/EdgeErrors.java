package io.automationhub.activities.edge;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.util.Locale;

/** Problems of the proxy. */
final class EdgeErrors {

    private EdgeErrors() {}

    static ProblemException of(IOException e) {
        boolean full = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space left");
        return full ? new ProblemException(ProblemType.DISK_FULL, "The disk of the edge proxy is full", e) : away(e);
    }

    static ProblemException away(Throwable cause) {
        return new ProblemException(ProblemType.UNAVAILABLE, "The edge proxy does not answer", cause);
    }
}
