package io.automationhub.hub.features.projects;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A project somewhere.
 *
 * @param slug unique in the project
 * @param host name of the host it runs on
 * @param domains host names routed to it, in order of preference
 * @param overrides runtime settings that differ from the project's
 * @param currentRelease the release that serves, null before the first
 * @param version counts changes, for ETags
 */
public record Environment(
        EnvironmentId id,
        ProjectId project,
        String slug,
        String name,
        String host,
        List<String> domains,
        RuntimeSettings overrides,
        @Nullable UUID currentRelease,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
