package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.runs.DecideStep;
import io.automationhub.hub.features.runs.RunDecisions;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decisions that steps wait for: what there is to decide, and deciding it. */
public final class ApprovalService implements RunDecisions {

    private static final String APPROVE = "approve";

    private final Transactions transactions;
    private final RunService runs;
    private final WaitTeller teller;
    private final AuditService audit;
    private final EventService events;
    private final WaitMapper mapper;
    private final Clock clock;

    public ApprovalService(
            Transactions transactions,
            RunService runs,
            WaitTeller teller,
            AuditService audit,
            EventService events,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.teller = teller;
        this.audit = audit;
        this.events = events;
        this.mapper = new WaitMapper(json);
        this.clock = clock;
    }

    /** A decision and the wait that it ends. */
    private record Decided(WaitRow row, JsonNode payload) {}

    @Override
    public void decide(Caller caller, RunId run, String step, DecideStep request) {
        runs.requireVisible(caller, run);
        Decided decided = transactions.inOrganization(
                caller.organization(), handle -> decide(handle, caller, run, step, request));
        teller.tell(decided.row(), decided.payload());
    }

    private Decided decide(Handle handle, Caller caller, RunId run, String step, DecideStep request) {
        WaitDao dao = handle.attach(WaitDao.class);
        WaitRow wait = dao.lockNewest(run.value(), step, request.item(), WaitKind.APPROVAL.text())
                .orElseThrow(() -> ProblemException.notFound("approval", step));
        JsonNode input = mapper.input(wait);
        if (!Deciders.of(input).permit(caller, runs.origin(handle, run).requestedBy())) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This decision is for others to make");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!wait.isOpen() || (wait.untilAt() != null && !now.isBefore(wait.untilAt()))) {
            throw new ProblemException(ProblemType.CONFLICT, "It was decided, or has expired");
        }
        boolean approved = request.decision().equals(APPROVE);
        ObjectNode payload = mapper.object().put("decision", request.decision()).put("by", caller.subject());
        if (request.comment() != null) {
            payload.put("comment", request.comment());
        }
        JsonNode form = form(input, approved, request.form());
        if (form != null) {
            payload.set("form", form);
        }
        payload.put("at", now.toString());
        dao.arrive(wait.id(), payload.toString(), now);
        ObjectNode about = mapper.about(run, step, request.item()).put("by", caller.subject());
        events.publish(handle, caller.organization(), approved ? "approval.approved" : "approval.rejected", about);
        audit.record(
                handle,
                caller,
                "approval.decided",
                "run",
                run.toString(),
                about.deepCopy().setAll(payload));
        return new Decided(wait, payload);
    }

    /** What was filled in, with defaults, when there is a form and it is approved. */
    private static @Nullable JsonNode form(JsonNode input, boolean approved, @Nullable JsonNode given) {
        if (!input.hasNonNull("form") || !approved) {
            if (given != null && !given.isEmpty()) {
                throw ProblemException.invalid("/form", "There is no form to fill in");
            }
            return null;
        }
        try {
            return RunInputs.complete(input.path("form"), given);
        } catch (ProblemException e) {
            List<FieldError> inBody = e.errors().stream()
                    .map(error -> new FieldError("/form" + error.pointer(), error.detail()))
                    .toList();
            throw new ProblemException(ProblemType.INVALID, "The form does not fit", inBody);
        }
    }

    /** Approvals before an id, newest first. */
    public List<Approval> list(Caller caller, boolean pending, @Nullable UUID before, int limit) {
        if (!caller.projects().isEmpty()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "These credentials are restricted to projects");
        }
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(WaitDao.class).approvals(pending, before, limit).stream()
                        .map(mapper::toApproval)
                        .toList());
    }
}
