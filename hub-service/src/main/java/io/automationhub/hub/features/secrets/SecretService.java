package io.automationhub.hub.features.secrets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.security.Sealed;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules of secrets: a value goes in and is never given back by any call. */
public final class SecretService {

    private final Transactions transactions;
    private final ScopeReader scopes;
    private final Envelope envelope;
    private final Masker masker;
    private final AuditService audit;
    private final Clock clock;

    public SecretService(
            Transactions transactions,
            ScopeReader scopes,
            Envelope envelope,
            Masker masker,
            AuditService audit,
            Clock clock) {
        this.transactions = transactions;
        this.scopes = scopes;
        this.envelope = envelope;
        this.masker = masker;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sets a value, as a new version; earlier versions stay for the releases made with them.
     *
     * @param scope as {@link ScopeReader#read}
     * @param hosts servers the value may be sent to; null leaves them as they are. Who changes them says the value again,
     *     so nobody can send a secret they do not know to a server of their own
     * @param ifMatch the tag the change is based on, or null
     */
    public Secret put(
            Caller caller,
            String name,
            @Nullable String scope,
            String value,
            @Nullable List<String> hosts,
            @Nullable String ifMatch) {
        ValueNames.check(name, value, ValueNames.MAX_SECRET_BYTES);
        String @Nullable [] bound = hosts == null
                ? null
                : hosts.stream()
                        .map(HostPattern::parse)
                        .map(HostPattern::text)
                        .distinct()
                        .toArray(String[]::new);
        masker.add(caller.organization(), value);
        return transactions.inOrganization(caller.organization(), handle -> {
            OrganizationId organization = caller.organization();
            SecretDao dao = handle.attach(SecretDao.class);
            ValueScope place = scopes.read(handle, caller, scope);
            int version = dao.nextVersion(organization, name);
            Etags.requireMatch(ifMatch, tag(current(dao, organization, place, name)));
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            SecretRow row = dao.put(organization, Ids.next(), place, name, version, bound, now, caller.subject());
            dao.addVersion(row.id(), seal(organization, place, name, version, value), now);
            changed(handle, caller, "secret.set", row);
            return secret(row);
        });
    }

    /** A secret without its value. */
    public Secret get(Caller caller, String name, @Nullable String scope) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ValueScope place = scopes.read(handle, caller, scope);
            return secret(require(handle.attach(SecretDao.class), caller.organization(), place, name));
        });
    }

    /**
     * Secrets of one scope, by name.
     *
     * @param after name the page begins after, or null
     */
    public List<Secret> list(Caller caller, @Nullable String scope, @Nullable String after, int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ValueScope place = scopes.read(handle, caller, scope);
            List<SecretRow> rows = handle.attach(SecretDao.class).page(caller.organization(), place, after, limit);
            return rows.stream().map(SecretService::secret).toList();
        });
    }

    /**
     * Takes a secret away from new releases and steps.
     *
     * @param purge destroys every version of it as well: releases made with them cannot be started again
     */
    public void delete(Caller caller, String name, @Nullable String scope, boolean purge, @Nullable String ifMatch) {
        transactions.inOrganization(caller.organization(), handle -> {
            OrganizationId organization = caller.organization();
            SecretDao dao = handle.attach(SecretDao.class);
            ValueScope place = scopes.read(handle, caller, scope);
            SecretRow row = purge
                    ? dao.find(organization, place, name).orElseThrow(() -> ProblemException.notFound("secret", name))
                    : require(dao, organization, place, name);
            Etags.requireMatch(ifMatch, tag(Optional.of(row)));
            if (purge) {
                dao.purge(organization, row.id());
            } else {
                dao.delete(organization, row.id(), clock.instant(), caller.subject());
            }
            changed(handle, caller, purge ? "secret.purged" : "secret.deleted", row);
            return row;
        });
    }

    /**
     * Newest versions of the secrets of an environment and of its project, by name; the environment's hide the project's.
     *
     * @param handle a transaction of the scope's organization
     */
    public Map<String, Integer> newestVersions(Handle handle, WorkScope scope) {
        return handle.attach(SecretDao.class)
                .newestVersions(scope.organization(), scope.project(), scope.environment());
    }

    private SecretVersionRow seal(
            OrganizationId organization, ValueScope scope, String name, int version, String value) {
        byte[] context = SecretVersionRow.context(organization, scope.label(), scope.id(), name, version);
        Sealed sealed = envelope.seal(context, value.getBytes(StandardCharsets.UTF_8));
        return new SecretVersionRow(
                organization,
                Ids.next(),
                scope.label(),
                scope.id(),
                name,
                version,
                sealed.keyId(),
                sealed.wrappedKey(),
                sealed.ciphertext());
    }

    private void changed(Handle handle, Caller caller, String action, SecretRow row) {
        Secret shown = secret(row);
        ObjectNode state = JsonNodeFactory.instance
                .objectNode()
                .put("name", shown.name())
                .put("scope", shown.scope())
                .put("version", shown.version());
        shown.hosts().forEach(state.putArray("hosts")::add);
        audit.record(handle, caller, action, "secret", row.id().toString(), state);
    }

    private static SecretRow require(SecretDao dao, OrganizationId organization, ValueScope scope, String name) {
        return current(dao, organization, scope, name).orElseThrow(() -> ProblemException.notFound("secret", name));
    }

    private static Optional<SecretRow> current(
            SecretDao dao, OrganizationId organization, ValueScope scope, String name) {
        return dao.find(organization, scope, name).filter(row -> row.deletedAt() == null);
    }

    private static String tag(Optional<SecretRow> row) {
        return row.map(found -> Etags.of(found.version())).orElse("");
    }

    private static Secret secret(SecretRow row) {
        return new Secret(
                row.name(),
                scope(row.scopeKind(), row.scopeId()),
                row.version(),
                row.hosts(),
                row.createdAt(),
                row.updatedAt(),
                row.updatedBy());
    }

    private static String scope(String kind, UUID id) {
        return kind.equals(ScopeKind.ORGANIZATION.label()) ? kind : kind + ":" + id;
    }
}
