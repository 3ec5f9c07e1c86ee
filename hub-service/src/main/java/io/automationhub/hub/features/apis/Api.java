package io.automationhub.hub.features.apis;

import java.time.Instant;

/**
 * A service that workflows call by name.
 *
 * @param slug unique in the organization
 * @param version counts changes, for ETags
 */
public record Api(ApiId id, String slug, ApiSettings settings, int version, Instant createdAt, Instant updatedAt) {}
