package io.automationhub.hub.features.runs;

import io.automationhub.agents.analytics.RunStatistics;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.agent.WorkScope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How runs went, from their final records. */
public final class StoredRunStatistics implements RunStatistics {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Transactions transactions;

    public StoredRunStatistics(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<OfWorkflow> ended(WorkScope scope, Instant since, Instant until, @Nullable UUID workflow) {
        return transactions.inOrganization(
                scope.organization(),
                handle -> handle.attach(RunDao.class)
                        .statistics(scope.organization(), first(since), first(until), workflow));
    }

    /** The least id (UUIDv7) of a moment: ids are in the order of time, so no index by time is needed. */
    private static UUID first(Instant moment) {
        return new UUID((moment.toEpochMilli() << 16) | VERSION_7, VARIANT);
    }
}
