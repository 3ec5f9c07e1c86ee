package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run as the API answers it. */
public record RunBody(
        RunId id,
        @Nullable UUID workflow,
        @Nullable Integer workflowVersion,
        String name,
        JsonNode trigger,
        RunStatus status,
        JsonNode input,
        @Nullable JsonNode output,
        @Nullable Problem error,
        List<StepState> steps,
        String requestedBy,
        @Nullable RunId retryOf,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** From what the rules work with. */
    public static RunBody of(Run run) {
        return new RunBody(
                run.id(),
                run.workflow(),
                run.workflowVersion(),
                run.name(),
                run.trigger(),
                run.state().status(),
                run.inputs(),
                run.state().outputs(),
                run.state().error(),
                run.state().steps(),
                run.requestedBy(),
                run.retryOf(),
                run.createdAt(),
                run.state().startedAt(),
                run.state().endedAt());
    }
}
