package io.automationhub.hub.features.releases;

import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.EnvironmentService;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Releases over HTTP. */
@Path("/api/v1/environments/{environment}/releases")
@Produces(MediaType.APPLICATION_JSON)
public final class ReleaseResource {

    private final EnvironmentService environments;
    private final ReleaseService releases;
    private final IdPages pages;

    public ReleaseResource(EnvironmentService environments, ReleaseService releases, IdPages pages) {
        this.environments = environments;
        this.releases = releases;
        this.pages = pages;
    }

    /** A page of an environment's releases, newest first. */
    @GET
    public Page<Release> list(
            @Context Caller caller,
            @PathParam("environment") String environment,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Environment found = environments.get(caller, environment);
        return pages.page(
                "releases?environment=" + found.id(),
                limit,
                cursor,
                (before, most) -> releases.list(caller, found, before, most),
                release -> release.id().value());
    }
}
