package io.automationhub.hub.features.logs;

/**
 * Numbers given to lines.
 *
 * @param firstSeq the first of them
 * @param bytes raw size of the group with them
 */
public record LogNumbers(long firstSeq, long bytes) {}
