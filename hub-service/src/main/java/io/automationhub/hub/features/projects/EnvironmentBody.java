package io.automationhub.hub.features.projects;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An environment as the API answers it. */
public record EnvironmentBody(
        EnvironmentId id,
        ProjectId project,
        String slug,
        String name,
        String host,
        List<String> domains,
        RuntimeSettings overrides,
        @Nullable UUID currentRelease,
        Instant createdAt,
        Instant updatedAt) {

    static EnvironmentBody of(Environment environment) {
        return new EnvironmentBody(
                environment.id(),
                environment.project(),
                environment.slug(),
                environment.name(),
                environment.host(),
                environment.domains(),
                environment.overrides(),
                environment.currentRelease(),
                environment.createdAt(),
                environment.updatedAt());
    }
}
