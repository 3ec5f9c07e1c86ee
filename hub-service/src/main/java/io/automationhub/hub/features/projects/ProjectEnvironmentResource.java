package io.automationhub.hub.features.projects;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** The environments of a project over HTTP. */
@Path("/api/v1/projects/{project}/environments")
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectEnvironmentResource {

    private final ProjectService projects;
    private final EnvironmentService environments;
    private final IdPages pages;

    public ProjectEnvironmentResource(ProjectService projects, EnvironmentService environments, IdPages pages) {
        this.projects = projects;
        this.environments = environments;
        this.pages = pages;
    }

    /** A page of a project's environments, oldest first. */
    @GET
    public Page<EnvironmentBody> list(
            @Context Caller caller,
            @PathParam("project") String project,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Project found = projects.get(caller, project);
        return pages.page(
                        "environments?project=" + found.id(),
                        limit,
                        cursor,
                        (after, most) -> environments.list(caller, found, after, most),
                        environment -> environment.id().value())
                .map(EnvironmentBody::of);
    }

    /** Makes an environment. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context Caller caller, @PathParam("project") String project, CreateEnvironment request) {
        Environment made = environments.create(caller, projects.get(caller, project), request);
        return EnvironmentResource.tagged(Response.created(URI.create("/api/v1/environments/" + made.id())), made);
    }
}
