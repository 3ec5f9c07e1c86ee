package io.automationhub.hub.features.runs;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Runs looked for, and many of them canceled or run again, over HTTP. Shares its path with {@link RunResource}; Jersey makes
 * one of both.
 */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunQueryResource {

    private final RunQueryService queries;
    private final RunBulkService bulk;
    private final Cursors cursors;

    public RunQueryResource(RunQueryService queries, RunBulkService bulk, Cursors cursors) {
        this.queries = queries;
        this.bulk = bulk;
        this.cursors = cursors;
    }

    /** A page of the runs that are looked for. */
    @GET
    public Page<RunSummary> list(
            @Context Caller caller,
            @BeanParam RunSelectionParams params,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        RunFilter filter = queries.filter(caller, params.selection(), "/query");
        RunSort order = RunSort.of(sort);
        int wanted = limit == null ? Cursors.DEFAULT_LIMIT : limit;
        String collection = "runs?" + order + filter;
        RunPosition beyond = cursor == null ? null : RunPosition.of(cursors.read(collection, cursor));
        return cursors.page(
                collection,
                queries.list(caller, filter, order, beyond, wanted + 1),
                wanted,
                run -> RunPosition.of(run).values());
    }

    /** Stops the open ones of the runs that are looked for. */
    @POST
    @Path("/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    public BulkAnswer cancel(@Context Caller caller, BulkCancel request) {
        return bulk.cancel(caller, request);
    }

    /** Runs those again that are looked for, did not end well and were not run again yet. */
    @POST
    @Path("/retry")
    @Consumes(MediaType.APPLICATION_JSON)
    public BulkAnswer retry(@Context Caller caller, BulkRetry request) {
        return bulk.retry(caller, request);
    }
}
