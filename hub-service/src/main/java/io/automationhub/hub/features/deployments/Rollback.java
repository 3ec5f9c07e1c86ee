package io.automationhub.hub.features.deployments;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /environments/{environment}/rollback}.
 *
 * @param releaseId a kept release; the one that served before the present one when null
 */
public record Rollback(@Nullable String releaseId) {}
