package io.automationhub.hub.features.runs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code run_pieces}: the elements {@code first} to {@code last} of a list, as a JSON array. */
public record RunPieceRow(
        UUID runId,
        UUID organizationId,
        String list,
        int first,
        int last,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        String content) {}
