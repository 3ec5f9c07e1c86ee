package io.automationhub.hub.platform.web.health;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** For load balancers, supervisors and people: 200 when well, 503 when not. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {

    private final HealthService health;

    public HealthResource(HealthService health) {
        this.health = health;
    }

    /** Everything the hub depends on. */
    @GET
    public Response health() {
        return ready();
    }

    /** Whether requests should be sent here. */
    @GET
    @Path("/ready")
    public Response ready() {
        Health found = health.ready();
        return Response.status(found.status() == Health.Status.UP ? 200 : 503)
                .entity(found)
                .build();
    }

    /** Whether the program answers; looks at nothing else, so that a restart is only asked for when it helps. */
    @GET
    @Path("/live")
    public Response live() {
        return Response.ok(new Health(Health.Status.UP, List.of())).build();
    }
}
