package io.automationhub.hub.features.triggers.webhook;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Webhooks over HTTP; who sends proves it by a signature over the bytes of the body, or knows the address. */
@Path("/hooks")
@Produces(MediaType.APPLICATION_JSON)
public final class HookResource {

    private final HookService hooks;

    public HookResource(HookService hooks) {
        this.hooks = hooks;
    }

    /** Takes a signed delivery. */
    @POST
    @Path("/{trigger}")
    public Response receive(
            @PathParam("trigger") String trigger,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            byte @Nullable [] body) {
        return answer(trigger, null, headers, uri, body);
    }

    /** Takes a delivery at an address that only the sender knows. */
    @POST
    @Path("/{trigger}/{token}")
    public Response receiveUnsigned(
            @PathParam("trigger") String trigger,
            @PathParam("token") String token,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            byte @Nullable [] body) {
        return answer(trigger, token, headers, uri, body);
    }

    private Response answer(
            String trigger, @Nullable String token, HttpHeaders headers, UriInfo uri, byte @Nullable [] body) {
        Map<String, String> named = new HashMap<>();
        headers.getRequestHeaders()
                .forEach((name, values) -> named.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        HookAnswer answer = hooks.receive(new Delivery(
                trigger, token, named, Map.copyOf(uri.getQueryParameters()), body == null ? new byte[0] : body));
        return (answer.hasEnded() ? Response.ok() : Response.accepted())
                .location(URI.create("/api/v1/runs/" + answer.run()))
                .entity(answer)
                .build();
    }
}
