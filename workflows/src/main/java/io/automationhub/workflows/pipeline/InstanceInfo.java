package io.automationhub.workflows.pipeline;

/**
 * One started container of a release.
 *
 * @param name unique on the host; also its container's name
 * @param container engine's id
 * @param address where the edge reaches it
 * @param port where the edge reaches it
 */
public record InstanceInfo(String name, String container, String address, int port) {}
