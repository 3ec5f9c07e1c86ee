package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.DELETE;
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
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** API keys over HTTP. */
@Path("/api/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
public final class ApiKeyResource {

    private static final String COLLECTION = "api-keys";

    private final ApiKeyService keys;
    private final Cursors cursors;

    public ApiKeyResource(ApiKeyService keys, Cursors cursors) {
        this.keys = keys;
        this.cursors = cursors;
    }

    /** A page of keys, oldest first. */
    @GET
    public Page<ApiKey> list(
            @Context Caller caller,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int wanted = limit == null ? Cursors.DEFAULT_LIMIT : limit;
        UUID after = cursor == null
                ? null
                : UUID.fromString(cursors.read(COLLECTION, cursor).getFirst());
        List<ApiKey> found = keys.list(caller, after, wanted + 1);
        return cursors.page(
                COLLECTION, found, wanted, key -> new String[] {key.id().toString()});
    }

    /** Makes a key; the answer is the only one that holds its secret. */
    @POST
    public Response create(@Context Caller caller, CreateApiKey request) {
        IssuedApiKey issued = keys.create(caller, request);
        return Response.created(URI.create("/api/v1/api-keys/" + issued.apiKey().id()))
                .entity(issued)
                .build();
    }

    /** Gives a key a new secret. */
    @POST
    @Path("/{key}/rotate")
    public IssuedApiKey rotate(@Context Caller caller, @PathParam("key") String key, RotateApiKey request) {
        return keys.rotate(caller, key, request);
    }

    /** Revokes a key. */
    @DELETE
    @Path("/{key}")
    public void revoke(@Context Caller caller, @PathParam("key") String key) {
        keys.revoke(caller, key);
    }
}
