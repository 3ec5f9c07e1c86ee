package io.automationhub.activities.probe;

/**
 * What one probe found.
 *
 * @param text for people, such as {@code HTTP 200} or {@code connection refused}
 */
public record ProbeResult(boolean healthy, String text) {}
