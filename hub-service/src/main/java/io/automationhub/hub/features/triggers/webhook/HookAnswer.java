package io.automationhub.hub.features.triggers.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.runs.Run;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a delivery is told.
 *
 * @param run the run that was started, by this delivery or by the one it repeats
 * @param status how it ended; null when that is not waited for, or did not come in time
 * @param output of a run that ended well
 * @param error of one that did not
 */
public record HookAnswer(
        RunId run,
        @Nullable RunStatus status,
        @Nullable JsonNode output,
        @Nullable Failure error) {

    /** Why a run failed; what led to it stays inside. */
    public record Failure(ProblemType type, String detail) {}

    static HookAnswer begun(RunId run) {
        return new HookAnswer(run, null, null, null);
    }

    static HookAnswer of(Run run) {
        if (run.state().endedAt() == null) {
            return begun(run.id());
        }
        Problem error = run.state().error();
        return new HookAnswer(
                run.id(),
                run.state().status(),
                run.state().outputs(),
                error == null ? null : new Failure(error.type(), error.detail()));
    }

    boolean hasEnded() {
        return status != null;
    }
}
