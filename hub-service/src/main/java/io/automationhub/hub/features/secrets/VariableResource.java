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

/** Variables over HTTP. */
@Path("/api/v1/variables")
@Produces(MediaType.APPLICATION_JSON)
public final class VariableResource {

    private final VariableService variables;
    private final Cursors cursors;

    public VariableResource(VariableService variables, Cursors cursors) {
        this.variables = variables;
        this.cursors = cursors;
    }

    /** A page of the variables of one scope, by name. */
    @GET
    public Page<Variable> list(
            @Context Caller caller,
            @QueryParam("scope") @Nullable String scope,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int wanted = limit == null ? Cursors.DEFAULT_LIMIT : limit;
        String collection = "variables?scope=" + scope;
        String after = cursor == null ? null : cursors.read(collection, cursor).getFirst();
        List<Variable> found = variables.list(caller, scope, after, wanted + 1);
        return cursors.page(collection, found, wanted, variable -> new String[] {variable.name()});
    }

    /** One variable. */
    @GET
    @Path("/{name}")
    public Response get(
            @Context Caller caller, @PathParam("name") String name, @QueryParam("scope") @Nullable String scope) {
        return tagged(variables.get(caller, name, scope));
    }

    /** Sets the value. */
    @PUT
    @Path("/{name}")
    public Response put(
            @Context Caller caller,
            @PathParam("name") String name,
            @QueryParam("scope") @Nullable String scope,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            ValueBody body) {
        return tagged(variables.put(caller, name, scope, body.value(), ifMatch));
    }

    /** Removes a variable. */
    @DELETE
    @Path("/{name}")
    public void delete(
            @Context Caller caller,
            @PathParam("name") String name,
            @QueryParam("scope") @Nullable String scope,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        variables.delete(caller, name, scope, ifMatch);
    }

    private static Response tagged(Variable variable) {
        return Response.ok(variable)
                .header("ETag", Etags.of(variable.version()))
                .build();
    }
}
