package io.automationhub.hub.features.triggers.settings;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a trigger that waits for events.
 *
 * @param topic a pattern of topics
 * @param filter an expression over {@code event} that has to be true, or null
 */
public record EventSettings(String topic, @Nullable String filter) implements TriggerSettings {}
