package io.automationhub.activities.edge;

/**
 * Traffic of one instance since the proxy was started.
 *
 * @param requests answered or failed
 * @param errors answers with status 5xx, and requests it broke off
 * @param sessions requests and connections in flight now
 */
public record InstanceTraffic(long requests, long errors, long sessions) {}
