package io.automationhub.hub.features.logs;

/**
 * Where a group stands.
 *
 * @param lastSeq number of the last line, 0 when there is none
 * @param closed no line is expected to follow
 * @param settled nothing was written for half a second, the time other replicas may take to store what they have
 */
public record LogHead(long lastSeq, boolean closed, boolean settled) {}
