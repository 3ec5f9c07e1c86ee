package io.automationhub.hub.features.deployments;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /projects/{project}/deployments}.
 *
 * @param environment id or slug, {@code production} when null
 * @param ref branch, tag, commit or image; the project's when null
 * @param releaseId a kept release to make live again, without a build
 * @param strategy how traffic is moved; {@code blueGreen} when null
 */
public record CreateDeployment(
        @Nullable String environment,
        @Nullable String ref,
        @Nullable String releaseId,
        @Nullable String strategy) {}
