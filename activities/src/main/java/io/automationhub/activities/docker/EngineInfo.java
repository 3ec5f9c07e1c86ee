package io.automationhub.activities.docker;

/**
 * What an engine says of itself.
 *
 * @param memoryBytes of the machine
 * @param root folder where images and containers are stored
 */
public record EngineInfo(String id, String version, int cpus, long memoryBytes, String root) {}
