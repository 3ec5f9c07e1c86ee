package io.automationhub.hub.features.secrets;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.workflows.ids.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the masker every stored value, those of replaced versions and deleted secrets among them: what runs may still
 * print them. Looks for new ones at most once a second; what this process itself sets or resolves the masker learns at
 * once.
 */
public final class StoredSecrets implements Masker.Source {

    private static final Logger LOG = LoggerFactory.getLogger(StoredSecrets.class);
    private static final Duration REST = Duration.ofSeconds(1);

    private final Transactions transactions;
    private final Envelope envelope;
    private final Clock clock;
    private final ConcurrentMap<OrganizationId, Told> told = new ConcurrentHashMap<>();

    public StoredSecrets(Transactions transactions, Envelope envelope, Clock clock) {
        this.transactions = transactions;
        this.envelope = envelope;
        this.clock = clock;
    }

    @Override
    public Collection<String> fresh(OrganizationId organization) {
        Told known = told.computeIfAbsent(organization, o -> new Told());
        // One at a time, so that nobody begins to mask while the first load is under way.
        synchronized (known) {
            Instant now = clock.instant();
            if (now.isBefore(known.next)) {
                return List.of();
            }
            List<SecretVersionRow> rows = unknown(organization, known.versions);
            List<String> values = new ArrayList<>();
            for (SecretVersionRow row : rows) {
                open(row, values);
                known.versions.add(row.id());
            }
            known.next = now.plus(REST);
            return values;
        }
    }

    private List<SecretVersionRow> unknown(OrganizationId organization, Set<UUID> known) {
        return transactions.inOrganization(organization, handle -> {
            SecretDao dao = handle.attach(SecretDao.class);
            UUID[] ids = dao.versionIds(organization).stream()
                    .filter(id -> !known.contains(id))
                    .toArray(UUID[]::new);
            return ids.length == 0 ? List.of() : dao.versions(organization, ids);
        });
    }

    private void open(SecretVersionRow row, List<String> into) {
        try {
            into.add(new String(envelope.open(row.context(), row.sealed()), StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            // Nobody else can open it either, so it cannot turn up in a log.
            LOG.warn("Version {} of secret {} cannot be opened: {}", row.version(), row.name(), e.getMessage());
        }
    }

    private static final class Told {
        private final Set<UUID> versions = new HashSet<>();
        private Instant next = Instant.MIN;
    }
}
