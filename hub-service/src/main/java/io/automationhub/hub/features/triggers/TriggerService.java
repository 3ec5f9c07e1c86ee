package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.triggers.settings.ScheduleSettings;
import io.automationhub.hub.features.triggers.settings.SignatureStyle;
import io.automationhub.hub.features.triggers.settings.TriggerSettings;
import io.automationhub.hub.features.triggers.settings.TriggerType;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.features.workflows.Workflow;
import io.automationhub.hub.features.workflows.WorkflowService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.web.Conflicts;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.Slugs;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules for triggers as they are made, changed and removed. */
public final class TriggerService {

    /** Channel of the signal that a schedule was made, changed or removed; the body is its id. */
    public static final String SCHEDULES = "schedules";

    private final Transactions transactions;
    private final WorkflowService workflows;
    private final TriggerRules rules;
    private final TriggerSecrets secrets;
    private final TriggerPatch patches;
    private final AuditService audit;
    private final Signals signals;
    private final Masker masker;
    private final TriggerMapper mapper;
    private final ObjectMapper json;
    private final Clock clock;
    private final URI publicUrl;

    /**
     * Puts the rules together.
     *
     * @param schema holds a trigger to the contract's schema {@code CreateTrigger}
     * @param publicUrl where senders of webhooks reach the hub
     */
    public TriggerService(
            Transactions transactions,
            WorkflowService workflows,
            TriggerSecrets secrets,
            Function<JsonNode, List<FieldError>> schema,
            AuditService audit,
            Signals signals,
            Masker masker,
            ObjectMapper json,
            Clock clock,
            URI publicUrl) {
        this.transactions = transactions;
        this.workflows = workflows;
        this.rules = new TriggerRules(workflows);
        this.secrets = secrets;
        this.patches = new TriggerPatch(schema, json);
        this.audit = audit;
        this.signals = signals;
        this.masker = masker;
        this.mapper = new TriggerMapper(json);
        this.json = json;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /** Makes a trigger of a workflow. */
    public Trigger create(Caller caller, String workflow, CreateTrigger request) {
        return transactions.inOrganization(caller.organization(), handle -> {
            Workflow started = workflows.get(caller, workflow);
            TriggerSettings settings = rules.check(handle, caller, started, request, null);
            Instant now = now();
            Trigger trigger = new Trigger(
                    new TriggerId(Ids.next()),
                    caller.organization(),
                    started.id(),
                    request.name(),
                    request.type(),
                    request.isEnabled(),
                    request.version(),
                    request.inputOrNothing(),
                    settings,
                    1,
                    settings instanceof ScheduleSettings ? now : null,
                    now,
                    now,
                    caller.subject());
            TriggerSecretRow secret = settings instanceof WebhookSettings ? sealed(trigger, request.secret()) : null;
            handle.attach(TriggerDao.class)
                    .insert(
                            mapper.toRow(trigger),
                            secret == null ? null : secret.keyId(),
                            secret == null ? null : secret.wrappedKey(),
                            secret == null ? null : secret.ciphertext());
            changed(handle, caller, "trigger.created", trigger);
            return trigger;
        });
    }

    /** One trigger. */
    public Trigger get(Caller caller, String id) {
        return transactions.inOrganization(caller.organization(), handle -> require(handle, id));
    }

    /** Up to {@code limit} triggers of a workflow after an id, oldest first. */
    public List<Trigger> list(Caller caller, String workflow, @Nullable UUID after, int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            UUID id = workflows.get(caller, workflow).id().value();
            return handle.attach(TriggerDao.class).page(id, after, limit).stream()
                    .map(mapper::toTrigger)
                    .toList();
        });
    }

    /** Changes a trigger by merge patch. A schedule that is set anew or enabled looks ahead only. */
    public Trigger update(Caller caller, String id, JsonNode patch, @Nullable String ifMatch) {
        return transactions.inOrganization(caller.organization(), handle -> {
            Trigger before = require(handle, id);
            Etags.requireMatch(ifMatch, Etags.of(before.revision()));
            CreateTrigger asked = patches.apply(before, patch);
            Workflow started = workflows.get(caller, before.workflow().toString());
            TriggerSettings settings = rules.check(handle, caller, started, asked, before.settings());
            boolean ahead = !before.enabled() || !settings.equals(before.settings());
            Trigger after = new Trigger(
                    before.id(),
                    before.organization(),
                    before.workflow(),
                    asked.name(),
                    before.type(),
                    asked.isEnabled(),
                    asked.version(),
                    asked.inputOrNothing(),
                    settings,
                    before.revision() + 1,
                    before.scheduledUntil() != null && ahead ? now() : before.scheduledUntil(),
                    before.createdAt(),
                    now(),
                    before.createdBy());
            if (handle.attach(TriggerDao.class).update(mapper.toRow(after)) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            changed(handle, caller, "trigger.updated", after);
            return after;
        });
    }

    /** Removes a trigger and what is known of its fires; its runs stay. */
    public void delete(Caller caller, String id, @Nullable String ifMatch) {
        transactions.inOrganization(caller.organization(), handle -> {
            Trigger trigger = require(handle, id);
            Etags.requireMatch(ifMatch, Etags.of(trigger.revision()));
            if (handle.attach(TriggerDao.class).delete(trigger.id().value(), trigger.revision()) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            changed(handle, caller, "trigger.deleted", trigger);
            return null;
        });
    }

    /** Gives a webhook a new secret; the one before is good for nothing from then on. */
    public IssuedSecret rotate(Caller caller, String id, @Nullable String wanted) {
        String secret = wanted == null ? TriggerSecrets.generate() : wanted;
        return transactions.inOrganization(caller.organization(), handle -> {
            Trigger trigger = require(handle, id);
            if (!(trigger.settings() instanceof WebhookSettings settings)) {
                throw new ProblemException(ProblemType.CONFLICT, "Only webhooks have a secret");
            }
            String address = publicUrl + "/hooks/" + trigger.id();
            if (settings.signature().style() == SignatureStyle.NONE) {
                TriggerSecrets.requirePlain(secret);
                address += "/" + secret;
            }
            TriggerDao dao = handle.attach(TriggerDao.class);
            if (dao.touch(trigger.id().value(), trigger.revision(), now()) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            dao.putSecret(sealed(trigger, secret));
            audit.record(
                    handle,
                    caller,
                    "trigger.secret-rotated",
                    "trigger",
                    trigger.id().toString(),
                    json.createObjectNode());
            return new IssuedSecret(secret, URI.create(address));
        });
    }

    /** What occasions before an id led to, newest first. */
    public List<Fire> fires(Caller caller, String id, @Nullable UUID before, int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            UUID trigger = require(handle, id).id().value();
            return handle.attach(FireDao.class).page(trigger, before, limit).stream()
                    .map(Fire::of)
                    .toList();
        });
    }

    /** When a schedule is due next; {@code conflict} for other triggers. */
    public List<Instant> next(Caller caller, String id, int count) {
        Trigger trigger = get(caller, id);
        if (!(trigger.settings() instanceof ScheduleSettings schedule)) {
            throw new ProblemException(ProblemType.CONFLICT, "Only schedules know when they are due");
        }
        return schedule.recurrence().next(clock.instant(), count);
    }

    private TriggerSecretRow sealed(Trigger trigger, @Nullable String wanted) {
        String secret = wanted == null ? TriggerSecrets.generate() : wanted;
        masker.add(trigger.organization(), secret);
        return secrets.seal(trigger.organization(), trigger.id(), secret);
    }

    private Trigger require(Handle handle, String id) {
        return Slugs.asId(id)
                .flatMap(handle.attach(TriggerDao.class)::byId)
                .map(mapper::toTrigger)
                .orElseThrow(() -> ProblemException.notFound("trigger", id));
    }

    private void changed(Handle handle, Caller caller, String what, Trigger trigger) {
        if (trigger.type() == TriggerType.SCHEDULE) {
            signals.send(handle, SCHEDULES, trigger.id().toString());
        }
        audit.record(
                handle, caller, what, "trigger", trigger.id().toString(), json.valueToTree(TriggerBody.of(trigger)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
