package io.automationhub.hub.features.secrets;

import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Sealed;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the master keys of this process against those the database was written with. */
public final class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int BATCH = 200;

    private final Transactions transactions;
    private final Envelope envelope;
    private final AuditService audit;
    private final List<WrappedValues> others;

    /** @param others what is encrypted besides secrets and the keys of the audit log */
    public KeyRotation(
            Transactions transactions, Envelope envelope, AuditService audit, List<? extends WrappedValues> others) {
        this.transactions = transactions;
        this.envelope = envelope;
        this.audit = audit;
        this.others = List.copyOf(others);
    }

    /**
     * To be called at start, before anything is written.
     *
     * @throws IllegalStateException when something is stored that none of the keys opens: this hub was started with
     *     another data folder or another {@code APP_MASTER_KEY} than the one before
     */
    public void check() {
        List<String> used = new ArrayList<>(
                transactions.asSystem(handle -> handle.attach(SecretDao.class).keyIdsInUse()));
        others.forEach(values -> used.addAll(values.keyIdsInUse()));
        for (String id : used) {
            if (!envelope.keys().ids().contains(id)) {
                throw new IllegalStateException("The database was written with master key " + id
                        + ", which is not here; give it in APP_MASTER_KEY, behind the current one if that is new");
            }
        }
    }

    /**
     * Wraps everything that an earlier key wraps by the current one; earlier keys can be taken away then.
     *
     * @return how many values were wrapped anew
     */
    public int rewrap() {
        int count = audit.rewrap();
        for (WrappedValues values : others) {
            count += values.rewrap();
        }
        for (int batch = BATCH; batch == BATCH; count += batch) {
            batch = transactions.asSystem(handle -> {
                SecretDao dao = handle.attach(SecretDao.class);
                List<SecretVersionRow> rows =
                        dao.wrappedByOtherThan(envelope.keys().currentId(), BATCH);
                rows.forEach(row -> dao.rewrap(rewrapped(row)));
                return rows.size();
            });
        }
        if (count > 0) {
            LOG.info(
                    "{} values are wrapped by master key {} now",
                    count,
                    envelope.keys().currentId());
        }
        return count;
    }

    private SecretVersionRow rewrapped(SecretVersionRow row) {
        Sealed sealed = envelope.rewrap(row.context(), row.sealed());
        return new SecretVersionRow(
                row.organizationId(),
                row.id(),
                row.scopeKind(),
                row.scopeId(),
                row.name(),
                row.version(),
                sealed.keyId(),
                sealed.wrappedKey(),
                row.ciphertext());
    }
}
