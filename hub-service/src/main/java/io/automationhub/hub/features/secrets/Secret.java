package io.automationhub.hub.features.secrets;

import java.time.Instant;

/**
 * A secret without its value, as the API shows it.
 *
 * @param scope {@code organization}, {@code project:<id>} or {@code environment:<id>}
 * @param version counts for each name over all scopes; what releases are pinned to
 * @param updatedBy who set the newest value
 */
public record Secret(String name, String scope, int version, Instant createdAt, Instant updatedAt, String updatedBy) {}
