package io.automationhub.hub;

import io.automationhub.hub.features.projects.EnvironmentId;
import io.automationhub.hub.features.projects.EnvironmentService;
import io.automationhub.hub.features.projects.ProjectService;
import io.automationhub.hub.features.secrets.ScopeLookup;
import io.automationhub.hub.platform.web.Slugs;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tells secrets and variables which projects and environments there are. */
final class ProjectScopes implements ScopeLookup {

    private final ProjectService projects;
    private final EnvironmentService environments;

    ProjectScopes(ProjectService projects, EnvironmentService environments) {
        this.projects = projects;
        this.environments = environments;
    }

    @Override
    public Optional<UUID> project(Handle handle, String idOrSlug) {
        return projects.find(handle, idOrSlug).map(project -> project.id().value());
    }

    @Override
    public Optional<Place> environment(Handle handle, String id) {
        return Slugs.asId(id)
                .flatMap(found -> environments.find(handle, new EnvironmentId(found)))
                .map(environment -> new Place(
                        environment.id().value(), environment.project().value()));
    }
}
