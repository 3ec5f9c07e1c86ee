package io.automationhub.hub.features.triggers;

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
import org.jspecify.annotations.Nullable;

/** Triggers over HTTP. */
@Path("/api/v1/triggers")
@Produces(MediaType.APPLICATION_JSON)
public final class TriggerResource {

    private static final int USUAL_TIMES = 10;

    private final TriggerService triggers;
    private final IdPages pages;

    public TriggerResource(TriggerService triggers, IdPages pages) {
        this.triggers = triggers;
        this.pages = pages;
    }

    /** One trigger. */
    @GET
    @Path("/{trigger}")
    public Response get(@Context Caller caller, @PathParam("trigger") String trigger) {
        return tagged(Response.ok(), triggers.get(caller, trigger));
    }

    /** Changes a trigger by merge patch. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{trigger}")
    public Response update(
            @Context Caller caller,
            @PathParam("trigger") String trigger,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode patch) {
        return tagged(Response.ok(), triggers.update(caller, trigger, patch, ifMatch));
    }

    /** Removes a trigger. */
    @DELETE
    @Path("/{trigger}")
    public void delete(
            @Context Caller caller,
            @PathParam("trigger") String trigger,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        triggers.delete(caller, trigger, ifMatch);
    }

    /** A page of what its occasions led to, newest first. */
    @GET
    @Path("/{trigger}/fires")
    public Page<Fire> fires(
            @Context Caller caller,
            @PathParam("trigger") String trigger,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return pages.page(
                "fires?trigger=" + trigger,
                limit,
                cursor,
                (before, most) -> triggers.fires(caller, trigger, before, most),
                Fire::id);
    }

    /** When a schedule is due next. */
    @GET
    @Path("/{trigger}/next")
    public NextTimes next(
            @Context Caller caller,
            @PathParam("trigger") String trigger,
            @QueryParam("count") @Nullable Integer count) {
        return new NextTimes(triggers.next(caller, trigger, count == null ? USUAL_TIMES : count));
    }

    /** Gives a webhook a new secret; the answer is the only one that holds it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{trigger}/rotate-secret")
    public IssuedSecret rotate(@Context Caller caller, @PathParam("trigger") String trigger, RotateSecret request) {
        return triggers.rotate(caller, trigger, request.secret());
    }

    static Response tagged(Response.ResponseBuilder response, Trigger trigger) {
        return response.header("ETag", Etags.of(trigger.revision()))
                .entity(TriggerBody.of(trigger))
                .build();
    }
}
