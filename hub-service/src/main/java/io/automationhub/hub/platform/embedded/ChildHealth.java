package io.automationhub.hub.platform.embedded;

import java.util.Optional;

/**
 * How a supervised child is doing.
 *
 * @param name which one
 * @param state where it stands
 * @param serving whether it answered just now
 * @param pid its process number; empty between two lives
 * @param restarts how often it ended unasked since the hub started
 */
public record ChildHealth(String name, ChildState state, boolean serving, Optional<Long> pid, int restarts) {}
