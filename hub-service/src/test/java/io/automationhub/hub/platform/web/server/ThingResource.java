package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.Page;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A resource for tests of what stands around resources. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class ThingResource {

    /** How often something was made or run. */
    final AtomicInteger made = new AtomicInteger();

    /** What {@link #run} waits for. */
    final Semaphore mayRun = new Semaphore(1000);

    /** Something, made of things. */
    public record Thing(
            String name,
            @Nullable Integer size,
            @Nullable String color,
            @Nullable List<Thing> parts) {}

    @GET
    @Path("/things")
    public Page<Thing> list(@QueryParam("limit") @DefaultValue("50") int limit) {
        return new Page<>(
                IntStream.range(0, limit)
                        .mapToObj(i -> new Thing("thing-" + i, i, "red", null))
                        .toList(),
                "next");
    }

    @POST
    @Path("/things")
    public Response create(@Context Caller caller, Thing thing) {
        if (thing.name().equals("refused")) {
            throw new ProblemException(ProblemType.CONFLICT, "There is one already");
        }
        made.incrementAndGet();
        return Response.status(201)
                .header("Location", "/api/v1/things/" + made.get())
                .entity(thing)
                .build();
    }

    @GET
    @Path("/things/{thing}")
    public Response one(@PathParam("thing") String thing) {
        return Response.ok(new Thing(thing, null, null, null)).tag("v1").build();
    }

    @PUT
    @Path("/things/{thing}")
    public Thing replace(@HeaderParam("If-Match") @Nullable String ifMatch, Thing thing) {
        Etags.requireMatch(ifMatch, Etags.of(1));
        return thing;
    }

    @POST
    @Path("/things/{thing}/run")
    public void run() throws InterruptedException {
        made.incrementAndGet();
        mayRun.acquire();
    }

    @GET
    @Path("/failing/{how}")
    public Thing fail(@PathParam("how") String how) throws Exception {
        throw switch (how) {
            case "database" -> new SQLException("host db password=canary", "08006");
            case "full" -> new IllegalStateException("wrapped", new SQLException("canary", "53100"));
            case "problem" -> ProblemException.invalid("/name", "must differ");
            default -> new IllegalStateException("canary");
        };
    }

    @GET
    @Path("/anybodys")
    public Thing anybodys(@Context Caller caller) {
        return new Thing(caller.subject(), null, null, null);
    }
}
