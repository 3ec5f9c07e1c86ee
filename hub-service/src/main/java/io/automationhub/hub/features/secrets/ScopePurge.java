package io.automationhub.hub.features.secrets;

import io.automationhub.workflows.ids.OrganizationId;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Destroys the secrets and variables of what has gone for good, in the transaction that removes it. */
public final class ScopePurge {

    /** All that belongs to a project; its environments have their own. */
    public void project(Handle handle, OrganizationId organization, UUID project) {
        purge(handle, organization, new ValueScope(ScopeKind.PROJECT, project));
    }

    /** All that belongs to an environment. */
    public void environment(Handle handle, OrganizationId organization, UUID environment) {
        purge(handle, organization, new ValueScope(ScopeKind.ENVIRONMENT, environment));
    }

    private static void purge(Handle handle, OrganizationId organization, ValueScope scope) {
        handle.attach(SecretDao.class).purgeScope(organization, scope);
        handle.attach(VariableDao.class).deleteScope(organization, scope);
    }
}
