package io.automationhub.hub.features.runs;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /runs/cancel}.
 *
 * @param where which runs
 * @param limit how many at most
 * @param dryRun whether they are only named
 */
public record BulkCancel(
        RunSelection where,
        @Nullable Integer limit,
        @Nullable Boolean dryRun) {}
