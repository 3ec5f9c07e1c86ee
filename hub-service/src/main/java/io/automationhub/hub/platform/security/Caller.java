package io.automationhub.hub.platform.security;

import io.automationhub.workflows.ids.OrganizationId;
import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request, after authentication.
 *
 * @param organization the tenant every statement of the request is confined to
 * @param subject stable name for the audit log, such as {@code api-key:<id>} or {@code anonymous}
 * @param scopes what the credentials grant: {@code read}, {@code write}, {@code execute}, {@code admin}, or narrower
 *     {@code resource:action}
 * @param projects the only projects the credentials reach; empty for all
 */
public record Caller(OrganizationId organization, String subject, Set<String> scopes, Set<UUID> projects) {

    public Caller {
        scopes = Set.copyOf(scopes);
        projects = Set.copyOf(projects);
    }

    /**
     * Whether the caller holds a scope: itself, the general scope of its action ({@code write} for
     * {@code projects:write}), or {@code admin}.
     */
    public boolean holds(String scope) {
        if (scopes.contains("admin") || scopes.contains(scope)) {
            return true;
        }
        int colon = scope.indexOf(':');
        return colon > 0 && scopes.contains(scope.substring(colon + 1));
    }

    /** Whether the caller may touch things of a project. */
    public boolean reaches(UUID project) {
        return projects.isEmpty() || projects.contains(project);
    }
}
