package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Etags;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Environments over HTTP. */
@Path("/api/v1/environments")
@Produces(MediaType.APPLICATION_JSON)
public final class EnvironmentResource {

    private final EnvironmentService environments;

    public EnvironmentResource(EnvironmentService environments) {
        this.environments = environments;
    }

    /** One environment. */
    @GET
    @Path("/{environment}")
    public Response get(@Context Caller caller, @PathParam("environment") String environment) {
        return tagged(Response.ok(), environments.get(caller, environment));
    }

    /** Changes an environment by merge patch. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{environment}")
    public Response update(
            @Context Caller caller,
            @PathParam("environment") String environment,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode patch) {
        return tagged(Response.ok(), environments.update(caller, environment, patch, ifMatch));
    }

    /** Removes an environment. */
    @DELETE
    @Path("/{environment}")
    public void delete(
            @Context Caller caller,
            @PathParam("environment") String environment,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        environments.delete(caller, environment, ifMatch);
    }

    static Response tagged(Response.ResponseBuilder response, Environment environment) {
        return response.header("ETag", Etags.of(environment.version()))
                .entity(EnvironmentBody.of(environment))
                .build();
    }
}
