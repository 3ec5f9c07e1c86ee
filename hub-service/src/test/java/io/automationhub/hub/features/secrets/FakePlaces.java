package io.automationhub.hub.features.secrets;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Projects and environments of a test. */
final class FakePlaces implements ScopeLookup {

    private final Map<String, UUID> projects = new HashMap<>();
    private final Map<String, Place> environments = new HashMap<>();

    FakePlaces add(UUID project, String slug, UUID environment) {
        projects.put(slug, project);
        projects.put(project.toString(), project);
        environments.put(environment.toString(), new Place(environment, project));
        return this;
    }

    @Override
    public Optional<UUID> project(Handle handle, String idOrSlug) {
        return Optional.ofNullable(projects.get(idOrSlug));
    }

    @Override
    public Optional<Place> environment(Handle handle, String id) {
        return Optional.ofNullable(environments.get(id));
    }
}
