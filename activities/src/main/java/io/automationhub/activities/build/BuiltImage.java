package io.automationhub.activities.build;

/**
 * Result of a build.
 *
 * @param image id, {@code sha256:…}
 */
public record BuiltImage(String image, long sizeBytes, long durationMs) {}
