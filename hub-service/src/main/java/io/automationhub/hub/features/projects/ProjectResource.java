package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Projects over HTTP. */
@Path("/api/v1/projects")
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectResource {

    private final ProjectService projects;
    private final IdPages pages;

    public ProjectResource(ProjectService projects, IdPages pages) {
        this.projects = projects;
        this.pages = pages;
    }

    /** A page of projects, oldest first. */
    @GET
    public Page<ProjectBody> list(
            @Context Caller caller,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return pages.page(
                        "projects",
                        limit,
                        cursor,
                        (after, most) -> projects.list(caller, after, most),
                        project -> project.id().value())
                .map(ProjectBody::of);
    }

    /** Makes a project. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context Caller caller, CreateProject request) {
        Project project = projects.create(caller, request);
        return tagged(Response.created(URI.create("/api/v1/projects/" + project.id())), project);
    }

    /** One project. */
    @GET
    @Path("/{project}")
    public Response get(@Context Caller caller, @PathParam("project") String project) {
        return tagged(Response.ok(), projects.get(caller, project));
    }

    /** Changes a project by merge patch. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{project}")
    public Response update(
            @Context Caller caller,
            @PathParam("project") String project,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode patch) {
        return tagged(Response.ok(), projects.update(caller, project, patch, ifMatch));
    }

    /** Removes a project. */
    @DELETE
    @Path("/{project}")
    public void delete(
            @Context Caller caller,
            @PathParam("project") String project,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        projects.delete(caller, project, ifMatch);
    }

    private static Response tagged(Response.ResponseBuilder response, Project project) {
        return response.header("ETag", Etags.of(project.version()))
                .entity(ProjectBody.of(project))
                .build();
    }
}
