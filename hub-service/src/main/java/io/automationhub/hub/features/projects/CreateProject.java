package io.automationhub.hub.features.projects;

import org.jspecify.annotations.Nullable;

/** Body of {@code POST /projects}; a missing slug is made from the name. */
public record CreateProject(
        @Nullable String slug,
        String name,
        Source source,
        @Nullable BuildSettings build,
        @Nullable RuntimeSettings runtime) {}
