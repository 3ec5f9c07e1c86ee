package io.automationhub.hub.features.secrets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules of variables. */
public final class VariableService {

    private final Transactions transactions;
    private final ScopeReader scopes;
    private final AuditService audit;
    private final Clock clock;

    public VariableService(Transactions transactions, ScopeReader scopes, AuditService audit, Clock clock) {
        this.transactions = transactions;
        this.scopes = scopes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sets a value.
     *
     * @param scope as {@link ScopeReader#read}
     * @param ifMatch the tag the change is based on, or null
     */
    public Variable put(Caller caller, String name, @Nullable String scope, String value, @Nullable String ifMatch) {
        ValueNames.check(name, value, ValueNames.MAX_VARIABLE_BYTES);
        return transactions.inOrganization(caller.organization(), handle -> {
            VariableDao dao = handle.attach(VariableDao.class);
            ValueScope place = scopes.read(handle, caller, scope);
            String tag = dao.lock(caller.organization(), place, name)
                    .map(row -> Etags.of(row.version()))
                    .orElse("");
            Etags.requireMatch(ifMatch, tag);
            VariableRow row = dao.put(
                    caller.organization(), place, name, value, clock.instant().truncatedTo(ChronoUnit.MICROS));
            changed(handle, caller, "variable.set", row);
            return variable(row);
        });
    }

    /** A variable of one scope. */
    public Variable get(Caller caller, String name, @Nullable String scope) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ValueScope place = scopes.read(handle, caller, scope);
            return variable(require(handle, caller, place, name));
        });
    }

    /**
     * Variables of one scope, by name.
     *
     * @param after name the page begins after, or null
     */
    public List<Variable> list(Caller caller, @Nullable String scope, @Nullable String after, int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ValueScope place = scopes.read(handle, caller, scope);
            List<VariableRow> rows = handle.attach(VariableDao.class).page(caller.organization(), place, after, limit);
            return rows.stream().map(VariableService::variable).toList();
        });
    }

    /** Removes a variable. */
    public void delete(Caller caller, String name, @Nullable String scope, @Nullable String ifMatch) {
        transactions.inOrganization(caller.organization(), handle -> {
            ValueScope place = scopes.read(handle, caller, scope);
            VariableRow row = require(handle, caller, place, name);
            Etags.requireMatch(ifMatch, Etags.of(row.version()));
            handle.attach(VariableDao.class).delete(caller.organization(), place, name);
            changed(handle, caller, "variable.deleted", row);
            return row;
        });
    }

    /**
     * Values visible in a place, by name: the environment's hide the project's, those hide the organization's.
     *
     * @param handle a transaction of the scope's organization
     */
    public Map<String, String> visible(Handle handle, WorkScope scope) {
        return handle.attach(VariableDao.class).visible(scope.organization(), scope.project(), scope.environment());
    }

    private void changed(Handle handle, Caller caller, String action, VariableRow row) {
        audit.record(
                handle,
                caller,
                action,
                "variable",
                row.name(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", row.name())
                        .put("scope", variable(row).scope())
                        .put("version", row.version()));
    }

    private static VariableRow require(Handle handle, Caller caller, ValueScope scope, String name) {
        return handle.attach(VariableDao.class)
                .lock(caller.organization(), scope, name)
                .orElseThrow(() -> ProblemException.notFound("variable", name));
    }

    private static Variable variable(VariableRow row) {
        String scope = row.scopeKind().equals(ScopeKind.ORGANIZATION.label())
                ? row.scopeKind()
                : row.scopeKind() + ":" + row.scopeId();
        return new Variable(row.name(), scope, row.value(), row.version(), row.createdAt(), row.updatedAt());
    }
}
