package io.automationhub.hub.features.triggers;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.Consumes;
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
import org.jspecify.annotations.Nullable;

/** The triggers of a workflow over HTTP. */
@Path("/api/v1/workflows/{workflow}/triggers")
@Produces(MediaType.APPLICATION_JSON)
public final class WorkflowTriggerResource {

    private final TriggerService triggers;
    private final IdPages pages;

    public WorkflowTriggerResource(TriggerService triggers, IdPages pages) {
        this.triggers = triggers;
        this.pages = pages;
    }

    /** A page of a workflow's triggers, oldest first. */
    @GET
    public Page<TriggerBody> list(
            @Context Caller caller,
            @PathParam("workflow") String workflow,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return pages.page(
                        "triggers?workflow=" + workflow,
                        limit,
                        cursor,
                        (after, most) -> triggers.list(caller, workflow, after, most),
                        trigger -> trigger.id().value())
                .map(TriggerBody::of);
    }

    /** Makes a trigger. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context Caller caller, @PathParam("workflow") String workflow, CreateTrigger request) {
        Trigger made = triggers.create(caller, workflow, request);
        return TriggerResource.tagged(Response.created(URI.create("/api/v1/triggers/" + made.id())), made);
    }
}
