package io.automationhub.hub.features.audit;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.Page;
import io.automationhub.workflows.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log over HTTP. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {

    private final AuditService audit;
    private final AuditVerifier verifier;
    private final Cursors cursors;

    public AuditResource(AuditService audit, AuditVerifier verifier, Cursors cursors) {
        this.audit = audit;
        this.verifier = verifier;
        this.cursors = cursors;
    }

    /** A page of entries, newest first. */
    @GET
    public Page<AuditEntry> list(
            @Context Caller caller,
            @QueryParam("action") @Nullable String action,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("resourceType") @Nullable String resourceType,
            @QueryParam("resourceId") @Nullable String resourceId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        AuditFilter filter = new AuditFilter(
                action, subject, resourceType, resourceId, time("/query/from", from), time("/query/until", until));
        int wanted = limit == null ? Cursors.DEFAULT_LIMIT : limit;
        String collection = "audit?" + filter;
        Long before = cursor == null
                ? null
                : Long.valueOf(cursors.read(collection, cursor).getFirst());
        List<AuditEntry> found = audit.list(caller, filter, before, wanted + 1);
        return cursors.page(collection, found, wanted, entry -> new String[] {Long.toString(entry.sequence())});
    }

    /** Goes through the whole chain of the caller's organization. */
    @GET
    @Path("/verification")
    public AuditVerifier.Verdict verify(@Context Caller caller) {
        return verifier.verify(caller.organization());
    }

    private static @Nullable Instant time(String pointer, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.invalid(pointer, "is not a time of RFC 3339");
        }
    }
}
