package io.automationhub.hub.features.secrets;

import java.time.Instant;

/**
 * A plain value, as the API shows it.
 *
 * @param scope {@code organization}, {@code project:<id>} or {@code environment:<id>}
 * @param version counts its changes
 */
public record Variable(String name, String scope, String value, int version, Instant createdAt, Instant updatedAt) {}
