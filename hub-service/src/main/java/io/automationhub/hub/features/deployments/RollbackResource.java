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

/** The start of rollbacks over HTTP. */
@Path("/api/v1/environments/{environment}/rollback")
@Produces(MediaType.APPLICATION_JSON)
public final class RollbackResource {

    private final DeploymentService deployments;

    public RollbackResource(DeploymentService deployments) {
        this.deployments = deployments;
    }

    /** Begins a rollback. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rollback(@Context Caller caller, @PathParam("environment") String environment, Rollback request) {
        return DeploymentResource.accepted(deployments.rollback(caller, environment, request.releaseId()));
    }
}
