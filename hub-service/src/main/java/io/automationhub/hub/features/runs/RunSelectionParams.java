package io.automationhub.hub.features.runs;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link RunSelection} in a query string; the contract has checked each parameter's form. */
public final class RunSelectionParams {

    @QueryParam("workflow")
    private @Nullable String workflow;

    @QueryParam("status")
    private @Nullable List<String> status;

    @QueryParam("from")
    private @Nullable String from;

    @QueryParam("to")
    private @Nullable String to;

    @QueryParam("trigger")
    private @Nullable String trigger;

    @QueryParam("triggerId")
    private @Nullable String triggerId;

    @QueryParam("requestedBy")
    private @Nullable String requestedBy;

    @QueryParam("retryOf")
    private @Nullable String retryOf;

    @QueryParam("error")
    private @Nullable String error;

    @QueryParam("failedStep")
    private @Nullable String failedStep;

    @QueryParam("q")
    private @Nullable String q;

    RunSelection selection() {
        return new RunSelection(
                workflow,
                status,
                time(from),
                time(to),
                trigger,
                triggerId,
                requestedBy,
                retryOf == null ? null : UUID.fromString(retryOf),
                error,
                failedStep,
                q);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }
}
