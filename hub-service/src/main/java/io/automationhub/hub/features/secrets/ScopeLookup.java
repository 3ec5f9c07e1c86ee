package io.automationhub.hub.features.secrets;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What values need to know of projects and environments; asked within the transaction of the caller's organization. */
public interface ScopeLookup {

    /** The id of a project by its id or slug. */
    Optional<UUID> project(Handle handle, String idOrSlug);

    /** An environment by its id, with its project. */
    Optional<Place> environment(Handle handle, String id);

    /** An environment and the project it is of. */
    record Place(UUID environment, UUID project) {}
}
