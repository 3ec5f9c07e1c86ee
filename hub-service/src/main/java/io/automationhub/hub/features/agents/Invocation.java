package io.automationhub.hub.features.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * A call of a capability over the API.
 *
 * @param runId the run it is; read it for steps and log
 * @param status the run's
 * @param output the capability's, once it succeeded
 * @param error what went wrong, once it failed
 */
public record Invocation(
        RunId runId,
        Status status,
        @Nullable JsonNode output,
        @Nullable Failure error) {

    /** Of a run. */
    public enum Status {
        queued,
        running,
        waiting,
        paused,
        succeeded,
        failed,
        canceled;

        /** Whether nothing changes any more. */
        public boolean ended() {
            return this == succeeded || this == failed || this == canceled;
        }
    }

    /** A problem as the run keeps it. */
    public record Failure(ProblemType code, String detail) {}
}
