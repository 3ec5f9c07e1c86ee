package io.automationhub.hub.features.events;

import io.automationhub.hub.platform.realtime.Feed;
import io.automationhub.hub.platform.realtime.SocketResponder;
import io.automationhub.hub.platform.realtime.SseResponder;
import io.automationhub.hub.platform.realtime.StreamAccess;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Page;
import io.automationhub.hub.platform.web.server.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events over HTTP. */
@Path("/api/v1/events")
public final class EventResource {

    private final EventService events;
    private final EventBus bus;
    private final SseResponder sse;
    private final SocketResponder sockets;

    public EventResource(EventService events, EventBus bus, SseResponder sse, SocketResponder sockets) {
        this.events = events;
        this.bus = bus;
        this.sse = sse;
        this.sockets = sockets;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response publish(@Context Caller caller, PublishRequest request) {
        PublishedEvent published = events.publish(caller, request.topic(), request.payload());
        return Response.accepted(published).build();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page<CloudEvent> list(
            @Context Caller caller,
            @QueryParam("topic") @DefaultValue("*") String topic,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        EventList found = events.list(caller.organization(), TopicPattern.of(topic), after, limit);
        return new Page<>(found.items(), found.nextCursor());
    }

    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public @Nullable Response stream(
            @Context Caller caller,
            @Context Exchange exchange,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @QueryParam("topic") @DefaultValue("*") String topic,
            @QueryParam("after") @Nullable Long after,
            @HeaderParam("Last-Event-ID") @Nullable Long lastEventId) {
        TopicPattern topics = TopicPattern.of(topic);
        Optional<Long> position = Optional.ofNullable(lastEventId).or(() -> Optional.ofNullable(after));
        Supplier<Feed> feed = () -> events.follow(caller.organization(), topics, position);
        StreamAccess access = new StreamAccess(caller.subject(), exchange.stillAllowed());
        if (SocketResponder.asked(request.getHeader("Upgrade"))) {
            sockets.upgrade(request, response, access, feed);
        } else {
            sse.serve(response, access, feed);
        }
        return null;
    }

    @GET
    @Path("/dead-letters")
    @Produces(MediaType.APPLICATION_JSON)
    public Page<DeadLetter> deadLetters(@Context Caller caller, @QueryParam("limit") @DefaultValue("50") int limit) {
        return new Page<>(bus.deadLetters(caller.organization(), limit), null);
    }

    @POST
    @Path("/{sequence}/redeliver")
    @Produces(MediaType.APPLICATION_JSON)
    public Redelivery redeliver(
            @Context Caller caller,
            @PathParam("sequence") long sequence,
            @QueryParam("consumer") @Nullable String consumer) {
        return new Redelivery(bus.redeliver(caller.organization(), consumer, sequence));
    }
}
