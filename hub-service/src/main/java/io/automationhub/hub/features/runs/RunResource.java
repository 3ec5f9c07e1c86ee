package io.automationhub.hub.features.runs;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.server.Exchange;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Runs over HTTP. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunResource {

    private final RunService runs;
    private final RunLogResponder logs;
    private final RunRetrier retrier;
    private final RunDecisions decisions;

    public RunResource(RunService runs, RunRetrier retrier, RunDecisions decisions, RunLogResponder logs) {
        this.runs = runs;
        this.retrier = retrier;
        this.decisions = decisions;
        this.logs = logs;
    }

    /** One run with its steps. */
    @GET
    @Path("/{run}")
    public RunBody get(@Context Caller caller, @PathParam("run") String run) {
        return RunBody.of(runs.get(caller, id(run)));
    }

    /** One step of a run. */
    @GET
    @Path("/{run}/steps/{step}")
    public StepState step(@Context Caller caller, @PathParam("run") String run, @PathParam("step") String step) {
        return runs.get(caller, id(run)).state().steps().stream()
                .filter(candidate -> candidate.id().equals(step))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("step", step));
    }

    /** The log of a run: as text, or as it is written where the client accepts events. */
    @GET
    @Path("/{run}/logs")
    @Produces({MediaType.TEXT_PLAIN, MediaType.SERVER_SENT_EVENTS})
    public @Nullable Response logs(
            @Context Caller caller,
            @Context Exchange exchange,
            @Context HttpHeaders headers,
            @Context HttpServletResponse response,
            @PathParam("run") String run,
            @QueryParam("step") @Nullable String step,
            @HeaderParam("Last-Event-ID") @Nullable Long lastEventId) {
        runs.requireVisible(caller, id(run));
        if (!headers.getAcceptableMediaTypes().contains(MediaType.SERVER_SENT_EVENTS_TYPE)) {
            return logs.text(caller, id(run), step);
        }
        logs.events(caller, exchange, response, id(run), step, lastEventId);
        return null;
    }

    /** Stops a run and undoes what it did. */
    @POST
    @Path("/{run}/cancel")
    public Response cancel(@Context Caller caller, @PathParam("run") String run) {
        runs.cancel(caller, id(run), "Canceled by " + caller.subject());
        return Response.accepted(RunBody.of(runs.get(caller, id(run)))).build();
    }

    /** Asks a run to begin nothing further. */
    @POST
    @Path("/{run}/pause")
    public Response pause(@Context Caller caller, @PathParam("run") String run) {
        runs.pause(caller, id(run), true);
        return Response.accepted(RunBody.of(runs.get(caller, id(run)))).build();
    }

    /** Asks a paused run to go on. */
    @POST
    @Path("/{run}/resume")
    public Response resume(@Context Caller caller, @PathParam("run") String run) {
        runs.pause(caller, id(run), false);
        return Response.accepted(RunBody.of(runs.get(caller, id(run)))).build();
    }

    /** Decides what a step waits for. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{run}/steps/{step}/approve")
    public Response decide(
            @Context Caller caller, @PathParam("run") String run, @PathParam("step") String step, DecideStep request) {
        decisions.decide(caller, id(run), step, request);
        return Response.accepted(RunBody.of(runs.get(caller, id(run)))).build();
    }

    /** Starts a new run that takes over what an ended one did well. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{run}/retry")
    public Response retry(@Context Caller caller, @PathParam("run") String run, RetryRun request) {
        Run started = retrier.retry(caller, id(run), request);
        return Response.accepted(RunBody.of(started))
                .location(URI.create("/api/v1/runs/" + started.id()))
                .build();
    }

    private static RunId id(String text) {
        try {
            return RunId.of(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("run", text);
        }
    }
}
