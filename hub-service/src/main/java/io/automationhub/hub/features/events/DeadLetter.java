package io.automationhub.hub.features.events;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery that was given up.
 *
 * @param consumer who could not take it
 * @param seq the event's number
 * @param id the event
 * @param lastError why the last attempt failed, in words made for people
 */
public record DeadLetter(
        String consumer, long seq, UUID id, String topic, int attempts, String lastError, Instant deadAt) {}
