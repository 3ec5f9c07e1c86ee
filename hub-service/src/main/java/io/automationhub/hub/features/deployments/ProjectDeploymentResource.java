package io.automationhub.hub.features.deployments;

import io.automationhub.hub.platform.security.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The start of deployments over HTTP. */
@Path("/api/v1/projects/{project}/deployments")
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectDeploymentResource {

    private final DeploymentService deployments;

    public ProjectDeploymentResource(DeploymentService deployments) {
        this.deployments = deployments;
    }

    /** Begins a deployment. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context Caller caller, @PathParam("project") String project, CreateDeployment request) {
        return DeploymentResource.accepted(deployments.create(caller, project, request));
    }
}
