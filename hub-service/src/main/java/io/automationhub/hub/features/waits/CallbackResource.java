package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Where other programs answer runs; the address itself is the credential. */
@Path("/callbacks")
@Produces(MediaType.APPLICATION_JSON)
public final class CallbackResource {

    private final CallbackService callbacks;

    public CallbackResource(CallbackService callbacks) {
        this.callbacks = callbacks;
    }

    /** Answers a step that waits. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{run}/{token}/{step}")
    public Response receive(
            @PathParam("run") String run,
            @PathParam("token") String token,
            @PathParam("step") String step,
            @QueryParam("item") @Nullable Integer item,
            @Nullable JsonNode body) {
        callbacks.receive(id(run), token, step, item, body);
        return Response.accepted().build();
    }

    private static RunId id(String text) {
        try {
            return RunId.of(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("run", text);
        }
    }
}
