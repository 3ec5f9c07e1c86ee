package io.automationhub.hub.features.runs;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.ids.RunId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Questions about runs over HTTP. Shares its path with {@link RunResource}; Jersey makes one of both. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunInsightResource {

    private final RunInsightService insights;

    public RunInsightResource(RunInsightService insights) {
        this.insights = insights;
    }

    /** How two runs differ. */
    @GET
    @Path("/{run}/compare/{other}")
    public RunComparison compare(
            @Context Caller caller, @PathParam("run") String run, @PathParam("other") String other) {
        return insights.compare(caller, RunId.of(run), RunId.of(other));
    }

    /** What an expression yields with what is recorded of a run. */
    @POST
    @Path("/{run}/evaluate")
    @Consumes(MediaType.APPLICATION_JSON)
    public Evaluated evaluate(@Context Caller caller, @PathParam("run") String run, EvaluateExpression request) {
        return insights.evaluate(caller, RunId.of(run), request);
    }
}
