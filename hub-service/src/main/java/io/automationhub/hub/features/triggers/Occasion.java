package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Why a trigger fires.
 *
 * @param key tells it from all other occasions of the trigger; 300 characters at most
 * @param depth how many runs lie behind it that started one another; 0 where none does
 * @param details small facts, kept with the run for people to see
 * @param payload what expressions see as {@code trigger} besides; may be large
 */
public record Occasion(String key, int depth, ObjectNode details, ObjectNode payload) {}
