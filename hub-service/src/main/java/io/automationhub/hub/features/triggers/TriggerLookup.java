package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.triggers.settings.TriggerType;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds triggers for those who see that an occasion has come: no caller stands behind them. */
public final class TriggerLookup {

    private final Transactions transactions;
    private final TriggerSecrets secrets;
    private final Masker masker;
    private final TriggerMapper mapper;

    public TriggerLookup(Transactions transactions, TriggerSecrets secrets, Masker masker, ObjectMapper json) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.masker = masker;
        this.mapper = new TriggerMapper(json);
    }

    /** A webhook and the secret it shares with its sender. */
    public record Hook(Trigger trigger, String secret) {

        /** Without the secret, so that it cannot reach a log. */
        @Override
        public String toString() {
            return "Hook[" + trigger.id() + "]";
        }
    }

    /** A webhook that is enabled. */
    public Optional<Hook> hook(TriggerId id) {
        Optional<Hook> found = transactions.asSystem(handle -> handle.attach(TriggerDao.class)
                .byId(id.value())
                .map(mapper::toTrigger)
                .filter(trigger -> trigger.enabled() && trigger.type() == TriggerType.WEBHOOK)
                .map(trigger -> new Hook(trigger, secrets.open(handle, trigger.id()))));
        found.ifPresent(hook -> masker.add(hook.trigger().organization(), hook.secret()));
        return found;
    }

    /** A schedule that is enabled. */
    public Optional<Trigger> schedule(TriggerId id) {
        return transactions.asSystem(handle -> handle.attach(TriggerDao.class)
                .byId(id.value())
                .map(mapper::toTrigger)
                .filter(trigger -> trigger.enabled() && trigger.type() == TriggerType.SCHEDULE));
    }

    /** All schedules that are enabled. */
    public List<TriggerId> schedules() {
        return transactions.asSystem(handle -> handle.attach(TriggerDao.class).scheduled().stream()
                .map(TriggerId::new)
                .toList());
    }

    /** Notes that a schedule's times up to a moment are settled. */
    public void settle(Trigger schedule, Instant until) {
        transactions.inOrganization(
                schedule.organization(),
                handle -> handle.attach(TriggerDao.class).settle(schedule.id().value(), until));
    }

    /** The organization's triggers that wait for events and the ends of runs and are enabled. */
    public List<Trigger> listening(OrganizationId organization) {
        return transactions.inOrganization(
                organization,
                handle -> handle.attach(TriggerDao.class).listening(organization.value()).stream()
                        .map(mapper::toTrigger)
                        .toList());
    }
}
