package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.security.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Who one is, over HTTP. */
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
public final class MeResource {

    private final ApiKeyService keys;

    public MeResource(ApiKeyService keys) {
        this.keys = keys;
    }

    /** Who makes the request. */
    @GET
    public Me get(@Context Caller caller) {
        return keys.me(caller);
    }
}
