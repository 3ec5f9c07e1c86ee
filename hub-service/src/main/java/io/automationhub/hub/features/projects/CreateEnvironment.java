package io.automationhub.hub.features.projects;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /projects/{project}/environments}. */
public record CreateEnvironment(
        String slug,
        @Nullable String name,
        @Nullable String host,
        @Nullable List<String> domains,
        @Nullable RuntimeSettings overrides) {}
