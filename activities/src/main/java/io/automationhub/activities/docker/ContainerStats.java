package io.automationhub.activities.docker;

/**
 * Use of resources at one moment.
 *
 * @param cpuNanos CPU time since start
 * @param memoryBytes without the page cache that can be dropped
 * @param receivedBytes over all networks
 * @param sentBytes over all networks
 */
public record ContainerStats(
        long cpuNanos, long memoryBytes, long memoryLimitBytes, long receivedBytes, long sentBytes, long processes) {}
