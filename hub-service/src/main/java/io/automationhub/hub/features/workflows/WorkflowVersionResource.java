package io.automationhub.hub.features.workflows;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Etags;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Definitions compared, restored, taken out and in over HTTP. Shares its path with {@link WorkflowResource}. */
@Path("/api/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
public final class WorkflowVersionResource {

    private static final String YAML = "application/yaml";

    private final WorkflowService workflows;
    private final WorkflowVersionService versions;

    public WorkflowVersionResource(WorkflowService workflows, WorkflowVersionService versions) {
        this.workflows = workflows;
        this.versions = versions;
    }

    /** How two versions differ. */
    @GET
    @Path("/{workflow}/versions/{from}/diff/{to}")
    public WorkflowDiff diff(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @PathParam("from") String from,
            @PathParam("to") String to) {
        return versions.diff(caller, workflow, from, to);
    }

    /** Makes a version the draft. */
    @POST
    @Path("/{workflow}/restore")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response restore(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            RestoreVersion request) {
        Workflow restored = versions.restore(caller, workflow, request.version(), ifMatch);
        return Response.ok(WorkflowBody.of(restored))
                .header("ETag", Etags.of(restored.version()))
                .build();
    }

    /** A definition as it was written. */
    @GET
    @Path("/{workflow}/export")
    @Produces(YAML)
    public Response export(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @QueryParam("version") @Nullable Integer version) {
        Workflow found = workflows.get(caller, workflow);
        String file = found.slug() + (version == null ? "" : ".v" + version) + ".yaml";
        return Response.ok(versions.source(caller, found, version).getBytes(StandardCharsets.UTF_8))
                .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
                .build();
    }

    /** Makes workflows of one definition or of many. */
    @POST
    @Path("/import")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public ImportedWorkflow.All importAll(
            @Context Caller caller,
            @QueryParam("replace") @Nullable Boolean replace,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            String definitions) {
        return new ImportedWorkflow.All(versions.importAll(caller, definitions, Boolean.TRUE.equals(replace), ifMatch));
    }
}
