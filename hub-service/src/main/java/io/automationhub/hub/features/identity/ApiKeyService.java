package io.automationhub.hub.features.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules of API keys. */
public final class ApiKeyService {

    private final Transactions transactions;
    private final ApiKeyCache cache;
    private final AuditService audit;
    private final Clock clock;

    public ApiKeyService(Transactions transactions, ApiKeyCache cache, AuditService audit, Clock clock) {
        this.transactions = transactions;
        this.cache = cache;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes a key.
     *
     * @throws ProblemException {@code invalid} for unknown scopes, no addresses, a past expiry; {@code forbidden} for what
     *     the caller does not have
     */
    public IssuedApiKey create(Caller caller, CreateApiKey request) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ApiKeyDao dao = handle.attach(ApiKeyDao.class);
            CreateApiKey bounded = rules(dao, caller).bounded(request, now());
            ApiKeyRow row = new ApiKeyRow(
                    caller.organization(),
                    new ApiKeyId(Ids.next()),
                    bounded.name(),
                    bounded.scopes(),
                    Objects.requireNonNullElse(bounded.projects(), List.of()),
                    Objects.requireNonNullElse(bounded.addresses(), List.of()),
                    false,
                    now(),
                    caller.subject(),
                    bounded.expiresAt(),
                    null,
                    null,
                    null);
            dao.insert(row);
            String secret = issue(dao, row);
            changed(handle, caller, "api-key.created", row);
            return new IssuedApiKey(shown(dao, row), secret);
        });
    }

    /** A page of the organization's keys that have not been revoked, oldest first; the caller sees those within reach. */
    public List<ApiKey> list(Caller caller, @Nullable UUID after, int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ApiKeyDao dao = handle.attach(ApiKeyDao.class);
            List<ApiKeyRow> rows = dao.page(caller.organization(), after, limit);
            UUID[] ids = rows.stream().map(row -> row.id().value()).toArray(UUID[]::new);
            List<ApiKeySecretRow> secrets = dao.secrets(caller.organization(), ids);
            return rows.stream()
                    .map(row -> ApiKeyMapper.shown(row, secrets, now()))
                    .toList();
        });
    }

    /**
     * Gives a key a new secret; its scopes and restrictions stay. Whoever rotates a key gets to use it, so they must hold
     * all it grants.
     */
    public IssuedApiKey rotate(Caller caller, String id, RotateApiKey request) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ApiKeyDao dao = handle.attach(ApiKeyDao.class);
            ApiKeyRow row = require(dao, caller, id);
            rules(dao, caller).requireHeld(row.scopes(), row.projects());
            dao.removeEnded(caller.organization(), row.id(), now());
            int grace = Objects.requireNonNullElse(request.graceSeconds(), 0);
            dao.endSecrets(caller.organization(), row.id(), now().plusSeconds(grace));
            String secret = issue(dao, row);
            changed(handle, caller, "api-key.rotated", row);
            handle.afterCommit(cache::forgetAll);
            return new IssuedApiKey(shown(dao, row), secret);
        });
    }

    /** Ends a key at once: here when this returns, at other replicas within a second. */
    public void revoke(Caller caller, String id) {
        transactions.inOrganization(caller.organization(), handle -> {
            ApiKeyDao dao = handle.attach(ApiKeyDao.class);
            ApiKeyRow row = require(dao, caller, id);
            if (!row.id().subject().equals(caller.subject())) {
                rules(dao, caller).requireHeld(row.scopes(), row.projects());
            }
            dao.revoke(caller.organization(), row.id(), now());
            changed(handle, caller, "api-key.revoked", row);
            handle.afterCommit(cache::forgetAll);
            return row;
        });
    }

    /** Who the caller is. */
    public Me me(Caller caller) {
        OrganizationName name = transactions.inOrganization(
                caller.organization(), handle -> handle.attach(ApiKeyDao.class).organization(caller.organization()));
        return new Me(
                caller.subject(),
                new Me.MyOrganization(caller.organization().value(), name.slug(), name.name()),
                caller.scopes().stream().sorted().toList(),
                caller.projects().stream().sorted().toList());
    }

    private String issue(ApiKeyDao dao, ApiKeyRow row) {
        String secret = ApiKeySecret.generate();
        dao.addSecret(ApiKeyMapper.secret(row, secret, now()));
        return secret;
    }

    private GrantRules rules(ApiKeyDao dao, Caller caller) {
        ApiKeyRow own = ApiKeyMapper.idOf(caller)
                .flatMap(id -> dao.lock(caller.organization(), id))
                .orElse(null);
        return new GrantRules(caller, own);
    }

    private ApiKey shown(ApiKeyDao dao, ApiKeyRow row) {
        return ApiKeyMapper.shown(
                row, dao.secrets(row.organizationId(), new UUID[] {row.id().value()}), now());
    }

    private static ApiKeyRow require(ApiKeyDao dao, Caller caller, String id) {
        return ApiKeyMapper.parse(id)
                .flatMap(key -> dao.lock(caller.organization(), key))
                .filter(row -> row.revokedAt() == null)
                .orElseThrow(() -> ProblemException.notFound("API key", id));
    }

    private void changed(Handle handle, Caller caller, String action, ApiKeyRow row) {
        audit.record(handle, caller, action, "api-key", row.id().toString(), state(row));
    }

    static ObjectNode state(ApiKeyRow row) {
        ObjectNode state = JsonNodeFactory.instance.objectNode().put("name", row.name());
        row.scopes().forEach(state.putArray("scopes")::add);
        row.projects().forEach(project -> state.withArray("projects").add(project.toString()));
        row.addresses().forEach(state.putArray("addresses")::add);
        return state.put(
                "expiresAt", row.expiresAt() == null ? null : row.expiresAt().toString());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
