package io.automationhub.hub.features.deployments;

import io.automationhub.hub.platform.security.Caller;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The restart of an environment over HTTP. */
@Path("/api/v1/environments/{environment}/restart")
@Produces(MediaType.APPLICATION_JSON)
public final class RestartResource {

    private final DeploymentService deployments;

    public RestartResource(DeploymentService deployments) {
        this.deployments = deployments;
    }

    /** Begins the deployment that restarts the environment. */
    @POST
    public Response restart(@Context Caller caller, @PathParam("environment") String environment) {
        return DeploymentResource.accepted(deployments.restart(caller, environment));
    }
}
