package io.automationhub.hub.features.projects;

import java.time.Instant;

/** A project as the API answers it. */
public record ProjectBody(
        ProjectId id,
        String slug,
        String name,
        Source source,
        BuildSettings build,
        RuntimeSettings runtime,
        Instant createdAt,
        Instant updatedAt) {

    static ProjectBody of(Project project) {
        return new ProjectBody(
                project.id(),
                project.slug(),
                project.name(),
                project.source(),
                project.build(),
                project.runtime(),
                project.createdAt(),
                project.updatedAt());
    }
}
