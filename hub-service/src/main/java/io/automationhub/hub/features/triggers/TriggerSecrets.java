package io.automationhub.hub.features.triggers;

import io.automationhub.hub.features.secrets.WrappedValues;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Sealed;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The secrets webhooks share with their senders: encrypted as secrets are, each bound to its trigger. */
public final class TriggerSecrets implements WrappedValues {

    private static final int BYTES = 32;
    private static final int BATCH = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Transactions transactions;
    private final Envelope envelope;

    public TriggerSecrets(Transactions transactions, Envelope envelope) {
        this.transactions = transactions;
        this.envelope = envelope;
    }

    /** A new random secret: 43 characters that may stand in an address. */
    static String generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Refuses a secret that cannot be the end of an address. */
    static void requirePlain(@Nullable String secret) {
        if (secret != null && !secret.chars().allMatch(TriggerSecrets::isPlain)) {
            throw ProblemException.invalid("/secret", "stands in the address here: letters, digits, '-' and '_' only");
        }
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** The secret as it is kept. */
    TriggerSecretRow seal(OrganizationId organization, TriggerId trigger, String secret) {
        Sealed sealed = envelope.seal(
                TriggerSecretRow.context(organization.value(), trigger.value()),
                secret.getBytes(StandardCharsets.UTF_8));
        return new TriggerSecretRow(
                trigger.value(), organization.value(), sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext());
    }

    /** The secret of a webhook, in the caller's transaction. */
    String open(Handle handle, TriggerId trigger) {
        TriggerSecretRow row =
                handle.attach(TriggerDao.class).secret(trigger.value()).orElseThrow();
        return new String(envelope.open(row.context(), row.sealed()), StandardCharsets.UTF_8);
    }

    @Override
    public List<String> keyIdsInUse() {
        return transactions.asSystem(handle -> handle.attach(TriggerDao.class).keyIdsInUse());
    }

    @Override
    public int rewrap() {
        int count = 0;
        for (int batch = BATCH; batch == BATCH; count += batch) {
            batch = transactions.asSystem(handle -> {
                TriggerDao dao = handle.attach(TriggerDao.class);
                List<TriggerSecretRow> rows =
                        dao.wrappedByOtherThan(envelope.keys().currentId(), BATCH);
                rows.forEach(row -> dao.putSecret(rewrapped(row)));
                return rows.size();
            });
        }
        return count;
    }

    private TriggerSecretRow rewrapped(TriggerSecretRow row) {
        Sealed sealed = envelope.rewrap(row.context(), row.sealed());
        return new TriggerSecretRow(
                row.id(), row.organizationId(), sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext());
    }
}
