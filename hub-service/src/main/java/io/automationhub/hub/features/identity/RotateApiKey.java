package io.automationhub.hub.features.identity;

import org.jspecify.annotations.Nullable;

/**
 * How a key is to be rotated.
 *
 * @param graceSeconds how long the secret before still works; 0, the default, ends it at once
 */
public record RotateApiKey(@Nullable Integer graceSeconds) {}
