package io.automationhub.hub.features.workflows;

import io.automationhub.hub.features.runs.Run;
import io.automationhub.hub.features.runs.RunBody;
import io.automationhub.hub.platform.security.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Definitions tried over HTTP: one step alone, or all of them without effect. Shares its path with {@link WorkflowResource}. */
@Path("/api/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
public final class WorkflowTrialResource {

    private final StepTests tests;
    private final DryRuns dryRuns;

    public WorkflowTrialResource(StepTests tests, DryRuns dryRuns) {
        this.tests = tests;
        this.dryRuns = dryRuns;
    }

    /** Runs one step alone. */
    @POST
    @Path("/{workflow}/steps/{step}/test")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response test(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @PathParam("step") String step,
            TestStep request) {
        Run started = tests.start(caller, workflow, step, request);
        return Response.accepted(RunBody.of(started))
                .location(URI.create("/api/v1/runs/" + started.id()))
                .build();
    }

    /** Goes through a definition with what is recorded of a run. */
    @POST
    @Path("/{workflow}/dry-run")
    @Consumes(MediaType.APPLICATION_JSON)
    public Forecast dryRun(@Context Caller caller, @PathParam("workflow") String workflow, DryRunRequest request) {
        return dryRuns.forecast(caller, workflow, request);
    }
}
