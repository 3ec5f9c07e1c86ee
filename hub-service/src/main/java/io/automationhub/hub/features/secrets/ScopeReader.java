package io.automationhub.hub.features.secrets;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the scope a request names, and holds the caller to the projects its credentials reach. */
public final class ScopeReader {

    private static final String PROJECT = "project:";
    private static final String ENVIRONMENT = "environment:";

    private final ScopeLookup lookup;

    public ScopeReader(ScopeLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Reads a scope.
     *
     * @param text {@code organization}, {@code project:<id or slug>} or {@code environment:<id>}; null for the first
     * @throws ProblemException {@code invalid} for another form, {@code not_found} for what the caller cannot see, {@code
     *     forbidden} for the organization's scope with credentials that are restricted to projects
     */
    ValueScope read(Handle handle, Caller caller, @Nullable String text) {
        if (text == null || text.equals(ScopeKind.ORGANIZATION.label())) {
            if (!caller.projects().isEmpty()) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN, "The credentials reach some projects only, not the organization");
            }
            return ValueScope.of(caller.organization());
        }
        if (text.startsWith(PROJECT)) {
            String name = text.substring(PROJECT.length());
            UUID project = lookup.project(handle, name)
                    .filter(caller::reaches)
                    .orElseThrow(() -> ProblemException.notFound("project", name));
            return new ValueScope(ScopeKind.PROJECT, project);
        }
        if (text.startsWith(ENVIRONMENT)) {
            String name = text.substring(ENVIRONMENT.length());
            ScopeLookup.Place place = lookup.environment(handle, name)
                    .filter(found -> caller.reaches(found.project()))
                    .orElseThrow(() -> ProblemException.notFound("environment", name));
            return new ValueScope(ScopeKind.ENVIRONMENT, place.environment());
        }
        throw ProblemException.invalid(
                "/query/scope", "is not 'organization', 'project:<id or slug>' or 'environment:<id>'");
    }
}
