package io.automationhub.hub.features.secrets;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.workflows.agent.SecretResolver;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Opens stored secrets for the activity that needs them; the masker knows a value before anybody else does. */
public final class StoredSecretResolver implements SecretResolver {

    private final Transactions transactions;
    private final Envelope envelope;
    private final Masker masker;

    public StoredSecretResolver(Transactions transactions, Envelope envelope, Masker masker) {
        this.transactions = transactions;
        this.envelope = envelope;
        this.masker = masker;
    }

    @Override
    public String resolve(WorkScope scope, String name, @Nullable Integer version) {
        SecretVersionRow row = transactions.inOrganization(
                scope.organization(),
                handle -> handle.attach(SecretDao.class)
                        .visible(scope.organization(), scope.project(), scope.environment(), name, version)
                        .orElseThrow(() -> ProblemException.notFound("secret", name)));
        String value = new String(envelope.open(row.context(), row.sealed()), StandardCharsets.UTF_8);
        masker.add(scope.organization(), value);
        return value;
    }
}
