package io.automationhub.hub.features.secrets;

import io.automationhub.workflows.ids.OrganizationId;
import java.util.UUID;

/**
 * Where a value belongs.
 *
 * @param id of the organization, project or environment
 */
public record ValueScope(ScopeKind kind, UUID id) {

    /** The organization's own scope. */
    public static ValueScope of(OrganizationId organization) {
        return new ValueScope(ScopeKind.ORGANIZATION, organization.value());
    }

    /** The name of the kind in the database. */
    public String label() {
        return kind.label();
    }

    /** The form of the API: {@code organization}, {@code project:<id>} or {@code environment:<id>}. */
    @Override
    public String toString() {
        return kind == ScopeKind.ORGANIZATION ? label() : label() + ":" + id;
    }
}
