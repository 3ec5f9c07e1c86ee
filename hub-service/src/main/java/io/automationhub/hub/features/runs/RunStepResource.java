package io.automationhub.hub.features.runs;

import io.automationhub.hub.features.runs.RunStepService.Placed;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.RunId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The inside of a run over HTTP, a page at a time. Shares its path with {@link RunResource}; Jersey makes one of both. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunStepResource {

    private final RunStepService steps;
    private final IdPages pages;

    public RunStepResource(RunStepService steps, IdPages pages) {
        this.steps = steps;
        this.pages = pages;
    }

    /** A run without its documents. */
    @GET
    @Path("/{run}/summary")
    public RunSummary summary(@Context Caller caller, @PathParam("run") String run) {
        return steps.summary(caller, RunId.of(run));
    }

    /** A page of steps without their values. */
    @GET
    @Path("/{run}/steps")
    public Page<StepOutline> steps(
            @Context Caller caller,
            @PathParam("run") String run,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        RunId id = RunId.of(run);
        return pages.numbered(
                        "steps?run=" + id,
                        limit,
                        cursor,
                        (after, most) -> steps.steps(caller, id, after, most),
                        Placed::place)
                .map(Placed::value);
    }

    /** A page of a step's items. */
    @GET
    @Path("/{run}/steps/{step}/items")
    public Page<CallState> items(
            @Context Caller caller,
            @PathParam("run") String run,
            @PathParam("step") String step,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        RunId id = RunId.of(run);
        StepStatus wanted = status == null ? null : StepStatus.valueOf(status.toUpperCase(Locale.ROOT));
        return pages.numbered(
                        "items?run=" + id + "&step=" + step + "&status=" + status,
                        limit,
                        cursor,
                        (after, most) -> steps.items(caller, id, step, wanted, after, most),
                        Placed::place)
                .map(Placed::value);
    }

    /** A page of the spans of work of a run, by their beginnings. */
    @GET
    @Path("/{run}/timeline")
    public Page<TimelineEntry> timeline(
            @Context Caller caller,
            @PathParam("run") String run,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("step") @Nullable String step,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        RunId id = RunId.of(run);
        return pages.numbered(
                        "timeline?run=" + id + "&from=" + from + "&to=" + to + "&step=" + step,
                        limit,
                        cursor,
                        (after, most) -> steps.timeline(caller, id, time(from), time(to), step, after, most),
                        Placed::place)
                .map(Placed::value);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }
}
