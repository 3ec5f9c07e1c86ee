package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    private final Clock clock;

    public RunService(
            Transactions transactions, RunStarter starter, AuditService audit, RunMapper mapper, Clock clock) {
        this.transactions = transactions;
        this.starter = starter;
        this.audit = audit;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Writes down that a run is wanted, in the caller's transaction; {@link #handOver} follows its commit. */
    public void insert(Handle handle, RunRequest request) {
        ObjectNode meta = mapper.meta(request);
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

    /** Runs before an id, newest first. */
    public List<RunSummary> list(
            Caller caller, @Nullable UUID workflow, @Nullable String status, @Nullable UUID before, int limit) {
        requireAllProjects(caller);
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(RunDao.class).page(workflow, status, before, limit).stream()
                        .map(mapper::toSummary)
                        .toList());
    }

    /** Asks an open run to stop; {@code conflict} when it has ended. */
    public void cancel(Caller caller, RunId id, String reason) {
        transactions.inOrganization(caller.organization(), handle -> {
            RunRow row = row(handle, caller, id);
            if (row.endedAt() != null) {
                throw new ProblemException(ProblemType.CONFLICT, "The run has ended: it " + row.status());
            }
            audit.record(handle, caller, "run.canceled", "run", id.toString(), mapper.object("reason", reason));
            return null;
        });
        starter.cancel(id, new CancelRequest(reason, false));
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

    private static void requireAllProjects(Caller caller) {
        if (!caller.projects().isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "These credentials are restricted to projects; list their deployments");
        }
    }
}
