package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision that a step waits or waited for.
 *
 * @param status {@code pending}, {@code approved}, {@code rejected}, or {@code closed} when the step waits no longer
 * @param form JSON Schema of what goes with an approval, or null
 * @param by who may decide, as in the step's input, or null for whoever may execute runs
 * @param expiresAt when the step waits no longer
 * @param decision what was decided, by whom, and when, or null
 */
public record Approval(
        UUID id,
        RunId run,
        String step,
        @Nullable Integer item,
        String status,
        String title,
        @Nullable String text,
        @Nullable JsonNode form,
        @Nullable JsonNode by,
        boolean escalated,
        Instant requestedAt,
        @Nullable Instant expiresAt,
        @Nullable JsonNode decision) {}
