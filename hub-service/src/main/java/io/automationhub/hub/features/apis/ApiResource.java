package io.automationhub.hub.features.apis;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
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

/** Registered APIs over HTTP. */
@Path("/api/v1/apis")
@Produces(MediaType.APPLICATION_JSON)
public final class ApiResource {

    private final ApiService apis;
    private final StoredApis stored;
    private final IdPages pages;

    public ApiResource(ApiService apis, StoredApis stored, IdPages pages) {
        this.apis = apis;
        this.stored = stored;
        this.pages = pages;
    }

    /** A page of APIs, oldest first. */
    @GET
    public Page<ApiBody> list(
            @Context Caller caller,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return pages.page(
                        "apis",
                        limit,
                        cursor,
                        (after, most) -> apis.list(caller, after, most),
                        api -> api.id().value())
                .map(ApiBody::of);
    }

    /** Registers an API. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context Caller caller, CreateApi request) {
        Api api = apis.create(caller, request);
        return tagged(Response.created(URI.create("/api/v1/apis/" + api.id())), api, ApiBody.of(api));
    }

    /** One API, with how much it is used. */
    @GET
    @Path("/{api}")
    public Response get(@Context Caller caller, @PathParam("api") String name) {
        Api api = apis.get(caller, name);
        return tagged(Response.ok(), api, ApiBody.of(api, stored.usage(caller, api.id())));
    }

    /** Changes an API by merge patch. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{api}")
    public Response update(
            @Context Caller caller,
            @PathParam("api") String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode patch) {
        Api api = apis.update(caller, name, patch, ifMatch);
        return tagged(Response.ok(), api, ApiBody.of(api));
    }

    /** Removes an API. */
    @DELETE
    @Path("/{api}")
    public void delete(
            @Context Caller caller, @PathParam("api") String name, @HeaderParam("If-Match") @Nullable String ifMatch) {
        apis.delete(caller, name, ifMatch);
    }

    private static Response tagged(Response.ResponseBuilder response, Api api, ApiBody body) {
        return response.header("ETag", Etags.of(api.version())).entity(body).build();
    }
}
