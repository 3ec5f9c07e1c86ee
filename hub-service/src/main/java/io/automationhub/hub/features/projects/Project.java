package io.automationhub.hub.features.projects;

import java.time.Instant;

/**
 * An application's source and how it is built and run.
 *
 * @param slug unique in the organization; also part of its default domain
 * @param version counts changes, for ETags
 */
public record Project(
        ProjectId id,
        String slug,
        String name,
        Source source,
        BuildSettings build,
        RuntimeSettings runtime,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
