package io.automationhub.hub.features.agents;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code /agents}. */
@Path("/api/v1/agents")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class AgentResource {

    private final AgentService agents;

    public AgentResource(AgentService agents) {
        this.agents = agents;
    }

    /** Lists agents. */
    @GET
    public Page<AgentSummary> list(
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("capability") @Nullable String capability,
            @QueryParam("q") @Nullable String q,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return agents.list(new AgentService.Query(domain, capability, q, cursor, limit));
    }

    /** Shows one. */
    @GET
    @Path("/{agent}")
    public AgentView get(@PathParam("agent") String agent) {
        return agents.get(agent);
    }

    /** Calls one of its capabilities. */
    @POST
    @Path("/{agent}/capabilities/{capability}/invoke")
    public Response invoke(
            @Context Caller caller,
            @PathParam("agent") String agent,
            @PathParam("capability") String capability,
            @HeaderParam("Prefer") @Nullable String prefer,
            InvokeRequest request) {
        Invocation invocation = agents.invoke(caller, agent, capability, request.input(), wait(prefer));
        return Response.status(invocation.status().ended() ? 200 : 202)
                .location(URI.create("/api/v1/runs/" + invocation.runId()))
                .entity(invocation)
                .build();
    }

    /** The contract lets only {@code wait=<seconds>} through. */
    private static Duration wait(@Nullable String prefer) {
        return prefer == null ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(prefer.substring("wait=".length())));
    }
}
