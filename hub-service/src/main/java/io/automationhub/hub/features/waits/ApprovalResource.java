package io.automationhub.hub.features.waits;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Approvals over HTTP; they are made at the step that waits. */
@Path("/api/v1/approvals")
@Produces(MediaType.APPLICATION_JSON)
public final class ApprovalResource {

    private final ApprovalService approvals;
    private final IdPages pages;

    public ApprovalResource(ApprovalService approvals, IdPages pages) {
        this.approvals = approvals;
        this.pages = pages;
    }

    /** A page of approvals, newest first. */
    @GET
    public Page<Approval> list(
            @Context Caller caller,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        boolean pending = !"all".equals(status);
        return pages.page(
                "approvals?pending=" + pending,
                limit,
                cursor,
                (before, most) -> approvals.list(caller, pending, before, most),
                Approval::id);
    }
}
