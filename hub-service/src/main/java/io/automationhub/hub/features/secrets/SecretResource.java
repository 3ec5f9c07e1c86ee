package io.automationhub.hub.features.secrets;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets over HTTP. */
@Path("/api/v1/secrets")
@Produces(MediaType.APPLICATION_JSON)
public final class SecretResource {

    private final SecretService secrets;
    private final Cursors cursors;

    public SecretResource(SecretService secrets, Cursors cursors) {
        this.secrets = secrets;
        this.cursors = cursors;
    }

    /** A page of the secrets of one scope, by name. */
    @GET
    public Page<Secret> list(
            @Context Caller caller,
            @QueryParam("scope") @Nullable String scope,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int wanted = limit == null ? Cursors.DEFAULT_LIMIT : limit;
        String collection = "secrets?scope=" + scope;
        String after = cursor == null ? null : cursors.read(collection, cursor).getFirst();
        List<Secret> found = secrets.list(caller, scope, after, wanted + 1);
        return cursors.page(collection, found, wanted, secret -> new String[] {secret.name()});
    }

    /** A secret without its value. */
    @GET
    @Path("/{name}")
    public Response get(
            @Context Caller caller, @PathParam("name") String name, @QueryParam("scope") @Nullable String scope) {
        return tagged(secrets.get(caller, name, scope));
    }

    /** Sets the value. */
    @PUT
    @Path("/{name}")
    public Response put(
            @Context Caller caller,
            @PathParam("name") String name,
            @QueryParam("scope") @Nullable String scope,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            SecretBody body) {
        return tagged(secrets.put(caller, name, scope, body.value(), body.hosts(), ifMatch));
    }

    /** Takes the secret away. */
    @DELETE
    @Path("/{name}")
    public void delete(
            @Context Caller caller,
            @PathParam("name") String name,
            @QueryParam("scope") @Nullable String scope,
            @QueryParam("purge") @Nullable Boolean purge,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        secrets.delete(caller, name, scope, purge != null && purge, ifMatch);
    }

    private static Response tagged(Secret secret) {
        return Response.ok(secret).header("ETag", Etags.of(secret.version())).build();
    }
}
