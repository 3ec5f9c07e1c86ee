package io.automationhub.hub.features.secrets;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.workflows.agent.SecretResolver;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import org.jdbi.v3.core.Handle;
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
        return transactions.inOrganization(scope.organization(), handle -> open(handle, scope, name, version));
    }

    @Override
    public String resolveFor(WorkScope scope, String name, String server) {
        return transactions.inOrganization(scope.organization(), handle -> {
            SecretRow secret = handle.attach(SecretDao.class)
                    .current(scope.organization(), scope.project(), scope.environment(), name)
                    .orElseThrow(() -> ProblemException.notFound("secret", name));
            if (secret.hosts().stream().map(HostPattern::new).noneMatch(pattern -> pattern.covers(server))) {
                throw new ProblemException(
                        ProblemType.INVALID,
                        "The secret '" + name + "' is not bound to '" + server
                                + "'; set it with that server among its hosts to have it sent there");
            }
            // The very version whose hosts these are: another may be set meanwhile, for other servers.
            return open(handle, scope, name, secret.version());
        });
    }

    private String open(Handle handle, WorkScope scope, String name, @Nullable Integer version) {
        SecretVersionRow row = handle.attach(SecretDao.class)
                .visible(scope.organization(), scope.project(), scope.environment(), name, version)
                .orElseThrow(() -> ProblemException.notFound("secret", name));
        String value = new String(envelope.open(row.context(), row.sealed()), StandardCharsets.UTF_8);
        masker.add(scope.organization(), value);
        return value;
    }
}
