package io.automationhub.hub.features.runs;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which runs are meant, as the API is told it; see {@link RunFilter}. The workflow is an id or a slug. */
public record RunSelection(
        @Nullable String workflow,
        @Nullable List<String> status,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String trigger,
        @Nullable String triggerId,
        @Nullable String requestedBy,
        @Nullable UUID retryOf,
        @Nullable String error,
        @Nullable String failedStep,
        @Nullable String q) {

    /** With the workflow's id in the place of its name. */
    RunFilter filter(@Nullable UUID workflowId) {
        return new RunFilter(
                workflowId,
                status == null ? List.of() : status,
                from,
                to,
                trigger,
                triggerId,
                requestedBy,
                retryOf,
                error,
                failedStep,
                q,
                null,
                false);
    }
}
