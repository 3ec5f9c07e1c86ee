package io.automationhub.hub.features.hosts;

import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.EnvironmentService;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Instances over HTTP. */
@Path("/api/v1/environments/{environment}/instances")
@Produces(MediaType.APPLICATION_JSON)
public final class InstanceResource {

    private final EnvironmentService environments;
    private final LocalHost host;

    public InstanceResource(EnvironmentService environments, LocalHost host) {
        this.environments = environments;
        this.host = host;
    }

    /** The containers of an environment as its host sees them now. */
    @GET
    public Page<Instance> list(@Context Caller caller, @PathParam("environment") String environment) {
        Environment found = environments.get(caller, environment);
        return new Page<>(host.instances(caller.organization(), found.id().value()), null);
    }
}
