package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.runs.RunRequest;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.features.workflows.WorkflowService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemCategory;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes occasions into runs. The occasion and the run are written in one transaction under the occasion's key, so that
 * one occasion is one run whoever tells of it and however often; what cannot become a run is written down with the
 * reason.
 */
public final class FireService {

    /** Runs that start one another by triggers, at most; stops those that would go round for ever. */
    public static final int MOST_DEPTH = 10;

    private static final int LONGEST_REASON = 2_000;

    private final Transactions transactions;
    private final WorkflowService workflows;
    private final RunService runs;
    private final AuditService audit;
    private final TriggerMapper mapper;
    private final ObjectMapper json;
    private final Clock clock;

    public FireService(
            Transactions transactions,
            WorkflowService workflows,
            RunService runs,
            AuditService audit,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.workflows = workflows;
        this.runs = runs;
        this.audit = audit;
        this.mapper = new TriggerMapper(json);
        this.json = json;
        this.clock = clock;
    }

    /**
     * Starts the run of an occasion, unless it is known already.
     *
     * @return what it led to, now or when it was first told of; empty when the trigger is gone or disabled
     * @throws ProblemException {@code unavailable} when the database is away: then nothing happened
     */
    public Optional<Fire> fire(OrganizationId organization, TriggerId trigger, Occasion occasion) {
        RunId run = new RunId(Ids.next());
        FireRow row = row(organization, trigger, occasion.key(), Fire.Status.STARTED, run, null);
        Optional<Fire> fire =
                write(organization, row, (handle, found) -> start(handle, found, run, occasion, row.firedAt()));
        if (fire.isPresent() && run.equals(fire.get().run())) {
            runs.handOver(organization, run);
        }
        return fire;
    }

    /** Writes down that an occasion cannot become a run. */
    public Optional<Fire> fail(OrganizationId organization, TriggerId trigger, String key, String reason) {
        FireRow row = row(organization, trigger, key, Fire.Status.FAILED, null, reason);
        return write(organization, row, (handle, found) -> null);
    }

    /** Writes down that occasions were left out on purpose. */
    public Optional<Fire> skip(OrganizationId organization, TriggerId trigger, String key, String reason) {
        FireRow row = row(organization, trigger, key, Fire.Status.SKIPPED, null, reason);
        return write(organization, row, (handle, found) -> null);
    }

    private FireRow row(
            OrganizationId organization,
            TriggerId trigger,
            String key,
            Fire.Status status,
            @Nullable RunId run,
            @Nullable String reason) {
        return new FireRow(
                Ids.next(),
                organization.value(),
                trigger.value(),
                key,
                status.label(),
                run == null ? null : run.value(),
                reason == null ? null : shortened(reason),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** What else is done when an occasion is new. */
    @FunctionalInterface
    private interface Consequence {

        /** Why it cannot be done, or null. */
        @Nullable
        String of(Handle handle, Trigger trigger);
    }

    private Optional<Fire> write(OrganizationId organization, FireRow row, Consequence consequence) {
        return transactions.inOrganization(organization, handle -> {
            Optional<Trigger> trigger =
                    handle.attach(TriggerDao.class).holdEnabled(row.triggerId()).map(mapper::toTrigger);
            if (trigger.isEmpty()) {
                return Optional.empty();
            }
            FireDao fires = handle.attach(FireDao.class);
            if (fires.insert(row) == 1) {
                String failure = consequence.of(handle, trigger.get());
                if (failure == null) {
                    return Optional.of(Fire.of(row));
                }
                fires.fail(row.id(), shortened(failure));
            }
            return fires.byKey(row.triggerId(), row.key()).map(Fire::of);
        });
    }

    /** Writes the run; why that cannot be, or null. */
    private @Nullable String start(Handle handle, Trigger trigger, RunId run, Occasion occasion, Instant now) {
        RunRequest request;
        try {
            request = request(handle, trigger, run, occasion, now);
        } catch (ExpressionException e) {
            return String.valueOf(e.getMessage());
        } catch (ProblemException e) {
            if (e.type().category() != ProblemCategory.CALLER) {
                throw e;
            }
            return inWords(e);
        }
        runs.insert(handle, request);
        Caller caller = new Caller(trigger.organization(), trigger.subject(), Set.of(), Set.of());
        audit.record(handle, caller, "run.created", "run", run.toString(), request.trigger());
        return null;
    }

    private RunRequest request(Handle handle, Trigger trigger, RunId run, Occasion occasion, Instant now) {
        if (occasion.depth() > MOST_DEPTH) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "More than " + MOST_DEPTH + " runs would have started one another by triggers");
        }
        ObjectNode told = told(trigger, occasion);
        ObjectNode seen = told.deepCopy().put("time", now.toString());
        seen.setAll(occasion.payload());
        WorkflowService.Published published =
                workflows.published(handle, trigger.workflow().toString(), trigger.version());
        ObjectNode context = json.createObjectNode();
        context.set("trigger", seen);
        return new RunRequest(
                run,
                WorkScope.of(trigger.organization()),
                published.workflow().value(),
                published.version(),
                published.compiled().plan(),
                RunInputs.complete(published.compiled().inputs(), TriggerExpressions.resolve(trigger.input(), seen)),
                context,
                told,
                trigger.subject(),
                null);
    }

    /** What is kept with the run. */
    private ObjectNode told(Trigger trigger, Occasion occasion) {
        ObjectNode told = json.createObjectNode()
                .put("type", trigger.type().label())
                .put("trigger", trigger.id().toString());
        if (trigger.name() != null) {
            told.put("name", trigger.name());
        }
        told.put("key", occasion.key());
        if (occasion.depth() > 0) {
            told.put("depth", occasion.depth());
        }
        told.setAll(occasion.details());
        return told;
    }

    private static String inWords(ProblemException e) {
        if (e.errors().isEmpty()) {
            return e.detail();
        }
        return e.detail() + ": "
                + e.errors().stream()
                        .map(error -> "/input" + error.pointer() + " " + error.detail())
                        .collect(Collectors.joining("; "));
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…";
    }
}
