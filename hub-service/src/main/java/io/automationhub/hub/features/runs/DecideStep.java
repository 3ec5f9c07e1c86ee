package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A decision.
 *
 * @param decision {@code approve} or {@code reject}
 * @param item position of the item of {@code forEach}, or null
 * @param comment for people, or null
 * @param form as filled in, or null
 */
public record DecideStep(
        String decision,
        @Nullable Integer item,
        @Nullable String comment,
        @Nullable JsonNode form) {}
