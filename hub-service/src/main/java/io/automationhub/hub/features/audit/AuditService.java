package io.automationhub.hub.features.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Records changes, within the transaction that makes them, and lists them. */
public final class AuditService {

    private final Transactions transactions;
    private final Envelope envelope;
    private final Clock clock;
    private final ConcurrentMap<OrganizationId, AuditChain> chains = new ConcurrentHashMap<>();

    public AuditService(Transactions transactions, Envelope envelope, Clock clock) {
        this.transactions = transactions;
        this.envelope = envelope;
        this.clock = clock;
    }

    /**
     * Appends an entry. Other changes of the organization wait from here to the end of the transaction, so it is best
     * called last in it.
     *
     * @param handle the transaction of the change
     * @param action past participle behind the resource's type, such as {@code project.created}
     * @param change what it was changed to; holds no secret
     */
    public void record(
            Handle handle, Caller caller, String action, String resourceType, String resourceId, JsonNode change) {
        OrganizationId organization = caller.organization();
        AuditDao dao = handle.attach(AuditDao.class);
        AuditHead head = lockHead(dao, organization);
        AuditChain chain = chains.computeIfAbsent(organization, o -> AuditChain.open(envelope, o, head));
        AuditRow row = chain.follow(
                head.hash(),
                new AuditRow(
                        organization,
                        head.sequence() + 1,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        caller.subject(),
                        action,
                        resourceType,
                        resourceId,
                        CanonicalJson.write(change),
                        AuditChain.START));
        dao.append(row, chain.seal(organization, row.sequence(), row.hash()));
    }

    /**
     * Entries of the caller's organization, newest first.
     *
     * @param before the sequence the page begins below, null for the newest
     */
    public List<AuditEntry> list(Caller caller, AuditFilter filter, @Nullable Long before, int limit) {
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(AuditDao.class).page(caller.organization(), filter, before, limit).stream()
                        .map(AuditService::entry)
                        .toList());
    }

    /** Wraps the keys of all chains by the current master key; to be called when it was changed. */
    public int rewrap() {
        return transactions.asSystem(handle -> {
            AuditDao dao = handle.attach(AuditDao.class);
            List<OrganizationId> organizations =
                    dao.wrappedByOtherThan(envelope.keys().currentId());
            for (OrganizationId organization : organizations) {
                AuditHead head = lockHead(dao, organization);
                dao.rewrap(organization, AuditChain.rewrap(envelope, organization, head));
            }
            return organizations.size();
        });
    }

    private AuditHead lockHead(AuditDao dao, OrganizationId organization) {
        return dao.lockHead(organization).orElseGet(() -> {
            dao.begin(organization, AuditChain.begin(envelope, organization));
            return dao.lockHead(organization).orElseThrow();
        });
    }

    private static AuditEntry entry(AuditRow row) {
        return new AuditEntry(
                row.sequence(),
                row.time(),
                row.subject(),
                row.action(),
                row.resourceType(),
                row.resourceId(),
                CanonicalJson.read(row.change()),
                HexFormat.of().formatHex(row.hash()));
    }
}
