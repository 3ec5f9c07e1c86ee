package io.automationhub.hub.features.events;

import java.util.UUID;

/** The answer to a publisher: it is kept, and will be numbered and delivered. */
public record PublishedEvent(UUID id, String topic) {}
