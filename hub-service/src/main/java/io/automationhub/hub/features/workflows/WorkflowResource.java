package io.automationhub.hub.features.workflows;

import io.automationhub.hub.features.runs.Run;
import io.automationhub.hub.features.runs.RunBody;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import io.automationhub.workflows.problem.FieldError;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workflows and the start of their runs over HTTP. Definitions come as JSON or YAML and are kept as they were written. */
@Path("/api/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
public final class WorkflowResource {

    private static final String YAML = "application/yaml";
    private static final String WAIT = "wait=";

    private final WorkflowService workflows;
    private final WorkflowRunService starts;
    private final RunService runs;
    private final IdPages pages;

    public WorkflowResource(WorkflowService workflows, WorkflowRunService starts, RunService runs, IdPages pages) {
        this.workflows = workflows;
        this.starts = starts;
        this.runs = runs;
        this.pages = pages;
    }

    /** A page of workflows, oldest first. */
    @GET
    public Page<WorkflowBody> list(
            @Context Caller caller,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return pages.page(
                        "workflows",
                        limit,
                        cursor,
                        (after, most) -> workflows.list(caller, after, most),
                        workflow -> workflow.id().value())
                .map(WorkflowBody::of);
    }

    /** Makes a workflow. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public Response create(@Context Caller caller, String definition) {
        Workflow made = workflows.create(caller, definition);
        return tagged(Response.created(URI.create("/api/v1/workflows/" + made.id())), made);
    }

    /** Checks a definition without saving it. */
    @POST
    @Path("/validate")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public Validation validate(String definition) {
        List<FieldError> errors = workflows.validate(definition);
        return new Validation(errors.isEmpty(), errors);
    }

    /** One workflow with its draft. */
    @GET
    @Path("/{workflow}")
    public Response get(@Context Caller caller, @PathParam("workflow") String workflow) {
        return tagged(Response.ok(), workflows.get(caller, workflow));
    }

    /** Replaces the draft. */
    @PUT
    @Path("/{workflow}")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public Response put(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            String definition) {
        return tagged(Response.ok(), workflows.putDraft(caller, workflow, definition, ifMatch));
    }

    /** Removes a workflow. */
    @DELETE
    @Path("/{workflow}")
    public void delete(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        workflows.delete(caller, workflow, ifMatch);
    }

    /** Makes the draft the next version. */
    @POST
    @Path("/{workflow}/publish")
    public Response publish(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return Response.status(Response.Status.CREATED)
                .entity(workflows.publish(caller, workflow, ifMatch))
                .build();
    }

    /** A page of published versions, newest first. */
    @GET
    @Path("/{workflow}/versions")
    public Page<WorkflowVersion> versions(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return pages.numbered(
                "versions?workflow=" + workflow,
                limit,
                cursor,
                (before, most) -> workflows.versions(caller, workflow, before, most),
                WorkflowVersion::version);
    }

    /** Starts a run and, where the client prefers, waits for its end. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{workflow}/runs")
    public Response run(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @HeaderParam("Prefer") @Nullable String prefer,
            CreateRun request) {
        Run run = starts.start(caller, workflow, request.input(), request.version());
        if (prefer != null) {
            Duration wait = Duration.ofSeconds(Math.min(60, Integer.parseInt(prefer.substring(WAIT.length()))));
            run = runs.await(caller, run.id(), wait);
        }
        Response.ResponseBuilder response = run.state().endedAt() == null ? Response.accepted() : Response.ok();
        return response.location(URI.create("/api/v1/runs/" + run.id()))
                .entity(RunBody.of(run))
                .build();
    }

    private static Response tagged(Response.ResponseBuilder response, Workflow workflow) {
        return response.header("ETag", Etags.of(workflow.version()))
                .entity(WorkflowBody.of(workflow))
                .build();
    }
}
