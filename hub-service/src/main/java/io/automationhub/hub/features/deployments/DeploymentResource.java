package io.automationhub.hub.features.deployments;

import io.automationhub.hub.features.runs.RunLogResponder;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import io.automationhub.hub.platform.web.server.Exchange;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Deployments over HTTP. */
@Path("/api/v1/deployments")
@Produces(MediaType.APPLICATION_JSON)
public final class DeploymentResource {

    private final DeploymentService deployments;
    private final RunService runs;
    private final RunLogResponder logs;
    private final IdPages pages;

    public DeploymentResource(DeploymentService deployments, RunService runs, RunLogResponder logs, IdPages pages) {
        this.deployments = deployments;
        this.runs = runs;
        this.logs = logs;
        this.pages = pages;
    }

    /** A page of deployments, newest first. */
    @GET
    public Page<Deployment> list(
            @Context Caller caller,
            @QueryParam("project") @Nullable String project,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        DeploymentStatus wanted = status == null ? null : DeploymentStatus.of(status);
        return pages.page(
                "deployments?project=" + project + "&environment=" + environment + "&status=" + status,
                limit,
                cursor,
                (before, most) -> deployments.list(caller, project, environment, wanted, before, most),
                deployment -> deployment.id().value());
    }

    /** One deployment with the steps of its pipeline. */
    @GET
    @Path("/{deployment}")
    public DeploymentDetail get(@Context Caller caller, @PathParam("deployment") String deployment) {
        Deployment found = deployments.get(caller, id(deployment));
        return new DeploymentDetail(found, runs.get(caller, found.run()).state().steps());
    }

    /** Stops a deployment and takes back what it did. */
    @POST
    @Path("/{deployment}/cancel")
    public Response cancel(@Context Caller caller, @PathParam("deployment") String deployment) {
        return accepted(deployments.cancel(caller, id(deployment)));
    }

    /** The log of a deployment: as text, or as it is written where the client accepts events. */
    @GET
    @Path("/{deployment}/logs")
    @Produces({MediaType.TEXT_PLAIN, MediaType.SERVER_SENT_EVENTS})
    public @Nullable Response logs(
            @Context Caller caller,
            @Context Exchange exchange,
            @Context HttpHeaders headers,
            @Context HttpServletResponse response,
            @PathParam("deployment") String deployment,
            @QueryParam("step") @Nullable String step,
            @HeaderParam("Last-Event-ID") @Nullable Long lastEventId) {
        RunId run = deployments.get(caller, id(deployment)).run();
        if (!headers.getAcceptableMediaTypes().contains(MediaType.SERVER_SENT_EVENTS_TYPE)) {
            return logs.text(caller, run, step);
        }
        logs.events(caller, exchange, response, run, step, lastEventId);
        return null;
    }

    static Response accepted(Deployment deployment) {
        return Response.accepted(deployment)
                .location(URI.create("/api/v1/deployments/" + deployment.id()))
                .build();
    }

    private static DeploymentId id(String text) {
        try {
            return DeploymentId.of(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("deployment", text);
        }
    }
}
