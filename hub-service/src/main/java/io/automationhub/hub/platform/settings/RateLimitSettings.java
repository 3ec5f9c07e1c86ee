package io.automationhub.hub.platform.settings;

/**
 * Limits for each key or address.
 *
 * @param enabled whether there are any
 * @param requests requests a minute
 * @param executeRequests requests a minute that start something
 */
public record RateLimitSettings(boolean enabled, int requests, int executeRequests) {}
