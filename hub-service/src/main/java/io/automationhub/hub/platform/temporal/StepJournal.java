package io.automationhub.hub.platform.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what steps that run on the hub have done, by the stable key of their effect. A replayed step finds its
 * result here and does not act again.
 */
public final class StepJournal {

    private final Transactions transactions;
    private final ObjectMapper json;
    private final Clock clock;

    public StepJournal(Transactions transactions, ObjectMapper json, Clock clock) {
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
    }

    /** Removes what runs have done, in the caller's transaction; for runs that have ended long ago. */
    public static void forget(Handle handle, List<RunId> runs) {
        handle.attach(StepJournalDao.class)
                .forget(runs.stream().map(RunId::value).toList());
    }

    /** What is known of an effect; empty when it was never begun. */
    public Optional<Entry> find(CapabilityCall call) {
        return transactions.inOrganization(
                organization(call),
                handle -> handle.attach(StepJournalDao.class)
                        .byKey(call.key())
                        .map(row -> new Entry(row.ended(), row.output() == null ? null : read(row.output()))));
    }

    /** Writes down that an effect is about to be begun; false when it was before. */
    public boolean intend(CapabilityCall call) {
        return transactions.inOrganization(
                organization(call),
                handle -> handle.attach(StepJournalDao.class)
                                .intend(
                                        call.key(),
                                        organization(call).value(),
                                        call.run().value(),
                                        clock.instant())
                        == 1);
    }

    /** Writes down the result of an effect, with or without an intent before it. */
    public void record(CapabilityCall call, JsonNode output) {
        transactions.inOrganization(
                organization(call),
                handle -> handle.attach(StepJournalDao.class)
                        .end(
                                call.key(),
                                organization(call).value(),
                                call.run().value(),
                                clock.instant(),
                                output.toString()));
    }

    /** Forgets an intent whose effect is known not to have happened, so that it may be tried again. */
    public void withdraw(CapabilityCall call) {
        transactions.inOrganization(
                organization(call),
                handle -> handle.attach(StepJournalDao.class).withdraw(call.key()));
    }

    private static OrganizationId organization(CapabilityCall call) {
        return call.scope().organization();
    }

    private JsonNode read(String document) {
        try {
            return json.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A journalled result cannot be read", e);
        }
    }

    /**
     * An effect that was begun.
     *
     * @param ended whether its result is known
     * @param output the result, null while it is not known
     */
    public record Entry(boolean ended, @Nullable JsonNode output) {}
}
