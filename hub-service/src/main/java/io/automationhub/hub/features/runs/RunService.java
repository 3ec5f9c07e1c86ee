package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.flow.CancelRequest;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules for runs. A run is first a row, then a Temporal workflow whose id is made from the row's: whatever dies between
 * the two is made good by the {@link RunSweeper}, and both sides are idempotent.
 */
public final class RunService {

    private static final Logger LOG = LoggerFactory.getLogger(RunService.class);

    private final Transactions transactions;
    private final RunStarter starter;
    private final AuditService audit;
    private final RunMapper mapper;
    private final CallbackUrls callbacks;
    private final Clock clock;

    public RunService(
            Transactions transactions,
            RunStarter starter,
            AuditService audit,
            RunMapper mapper,
            CallbackUrls callbacks,
            Clock clock) {
        this.transactions = transactions;
        this.starter = starter;
        this.audit = audit;
        this.mapper = mapper;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    /** Writes down that a run is wanted, in the caller's transaction; {@link #handOver} follows its commit. */
    public void insert(Handle handle, RunRequest request) {
        ObjectNode meta = mapper.meta(request).put("callbackUrl", callbacks.make(request.id()));
        RunRequest.Retried retried = request.retried();
        FlowInput input = new FlowInput(
                request.scope(),
                request.id(),
                request.plan(),
                request.inputs(),
                request.context(),
                meta,
                retried == null ? null : retried.kept());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        handle.attach(RunDao.class).insert(mapper.newRow(request, input, now));
    }

    /** Starts the workflow of a run whose row is committed. Temporal away is no failure: the sweeper comes back to it. */
    public void handOver(OrganizationId organization, RunId run) {
        try {
            start(organization, run);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.UNAVAILABLE) {
                throw e;
            }
            LOG.warn("Run {} waits for Temporal: {}", run, e.detail());
        }
    }

    /** Starts the workflow of a run, {@code unavailable} when Temporal is away. */
    void start(OrganizationId organization, RunId run) {
        String request = transactions.inOrganization(
                organization,
                handle -> handle.attach(RunDao.class)
                        .requestOf(run.value())
                        .orElseThrow(() -> ProblemException.notFound("run", run.toString())));
        starter.start(mapper.readRequest(request));
        transactions.inOrganization(
                organization, handle -> handle.attach(RunDao.class).markHandedOver(run.value()));
    }

    /** A run as it is. Where Temporal is away, as it was last recorded. */
    public Run get(Caller caller, RunId id) {
        RunRow row = transactions.inOrganization(caller.organization(), handle -> row(handle, caller, id));
        return mapper.toRun(row, row.endedAt() == null ? live(id) : null);
    }

    /** What started a run, for the hub itself; empty when there is no such run. */
    public Optional<JsonNode> triggerOf(OrganizationId organization, RunId id) {
        return transactions.inOrganization(
                organization,
                handle -> handle.attach(RunDao.class).triggerOf(id.value()).map(mapper::tree));
    }

    /** Whether the caller may see a run; {@code not_found} otherwise. */
    public void requireVisible(Caller caller, RunId id) {
        transactions.inOrganization(caller.organization(), handle -> row(handle, caller, id));
    }

    /** Asks an open run to stop; {@code conflict} when it has ended. */
    public void cancel(Caller caller, RunId id, String reason) {
        transactions.inOrganization(caller.organization(), handle -> {
            requireOpen(row(handle, caller, id));
            audit.record(handle, caller, "run.canceled", "run", id.toString(), mapper.object("reason", reason));
            return null;
        });
        starter.cancel(id, new CancelRequest(reason, false));
    }

    /** Asks an open run to begin nothing further, or to go on; {@code conflict} when it has ended. */
    public void pause(Caller caller, RunId id, boolean paused) {
        transactions.inOrganization(caller.organization(), handle -> {
            requireOpen(row(handle, caller, id));
            String what = paused ? "run.paused" : "run.resumed";
            audit.record(handle, caller, what, "run", id.toString(), mapper.object("paused", Boolean.toString(paused)));
            return null;
        });
        starter.pause(id, paused);
    }

    /** Asks a run that the hub itself no longer needs to stop. */
    public void stop(RunId id, String reason) {
        starter.cancel(id, new CancelRequest(reason, false));
    }

    /** Tells a run what came for one of its calls, {@code unavailable} when Temporal is away. */
    public void tell(RunId id, Arrival arrival) {
        starter.tell(id, arrival);
    }

    /** Who asked for a run and what started it, for a run that this one calls, in the caller's transaction. */
    public Origin origin(Handle handle, RunId id) {
        RunRow row = handle.attach(RunDao.class)
                .byId(id.value())
                .orElseThrow(() -> ProblemException.notFound("run", id.toString()));
        Run run = mapper.toRun(row, null);
        return new Origin(run.requestedBy(), run.trigger());
    }

    /**
     * The run at a callback address.
     *
     * @throws ProblemException {@code not_found} also when the token is not the run's
     */
    public Addressed byCallback(RunId id, String token) {
        RunRow row = transactions.asSystem(
                handle -> handle.attach(RunDao.class).byId(id.value()).orElse(null));
        FlowInput input = row == null ? null : mapper.readRequest(row.request());
        if (row == null || input == null || !CallbackUrls.isOf(input, token)) {
            throw ProblemException.notFound("run", id.toString());
        }
        return new Addressed(new OrganizationId(row.organizationId()), id, input.plan(), row.endedAt() != null);
    }

    /** A run that somebody outside may answer. */
    public record Addressed(OrganizationId organization, RunId run, Plan plan, boolean ended) {}

    /** Where a run comes from. */
    public record Origin(String requestedBy, JsonNode trigger) {}

    /** The end of a run, as a step that called it hears of it: {@code run}, {@code status}, {@code output}, {@code error}. */
    public JsonNode end(OrganizationId organization, RunId id) {
        RunRow row = transactions.inOrganization(
                organization,
                handle -> handle.attach(RunDao.class).byId(id.value()).orElse(null));
        if (row == null) {
            throw ProblemException.notFound("run", id.toString());
        }
        return mapper.end(mapper.toRun(row, null));
    }

    /** Waits for a run to end, at most so long, and answers it as it then is. */
    public Run await(Caller caller, RunId id, Duration atMost) {
        requireVisible(caller, id);
        starter.await(id, atMost);
        return get(caller, id);
    }

    /**
     * A run that ended, with what it was started with, in the caller's transaction.
     *
     * @throws ProblemException {@code not_found}; {@code conflict} while it goes on
     */
    public Ended ended(Handle handle, Caller caller, RunId id) {
        RunRow row = row(handle, caller, id);
        if (row.endedAt() == null) {
            throw new ProblemException(ProblemType.CONFLICT, "The run has not ended: it is " + row.status());
        }
        return new Ended(mapper.toRun(row, null), mapper.readRequest(row.request()));
    }

    /** A run that ended and what it was started with. */
    public record Ended(Run run, FlowInput input) {}

    private RunRow row(Handle handle, Caller caller, RunId id) {
        return handle.attach(RunDao.class)
                .byId(id.value())
                .filter(row -> mapper.visible(caller, row))
                .orElseThrow(() -> ProblemException.notFound("run", id.toString()));
    }

    private @Nullable FlowState live(RunId id) {
        try {
            return starter.state(id).orElse(null);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.UNAVAILABLE) {
                throw e;
            }
            LOG.debug("Run {} is shown as last recorded: {}", id, e.detail());
            return null;
        }
    }

    private static void requireOpen(RunRow row) {
        if (row.endedAt() != null) {
            throw new ProblemException(ProblemType.CONFLICT, "The run has ended: it " + row.status());
        }
    }
}
