package io.automationhub.hub.features.deployments;

import io.automationhub.hub.platform.security.Caller;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The start of an environment over HTTP. */
@Path("/api/v1/environments/{environment}/start")
@Produces(MediaType.APPLICATION_JSON)
public final class StartResource {

    private final DeploymentService deployments;

    public StartResource(DeploymentService deployments) {
        this.deployments = deployments;
    }

    /** Begins the deployment that starts the environment. */
    @POST
    public Response start(@Context Caller caller, @PathParam("environment") String environment) {
        return DeploymentResource.accepted(deployments.start(caller, environment));
    }
}
