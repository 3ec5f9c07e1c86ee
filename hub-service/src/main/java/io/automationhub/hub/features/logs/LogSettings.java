package io.automationhub.hub.features.logs;

import java.time.Duration;

/**
 * Bounds of the log store.
 *
 * @param linger how long lines are gathered before they are stored; the first ones after a pause wait a fifth of it
 * @param chunkBytes raw size at which a chunk is closed early
 * @param memoryBytes compressed chunks kept in memory while the database is away; more go to the spool on disk
 * @param spoolBytes size of the spool above which writers are held back, and in the end lines are dropped and counted
 * @param groupBytes raw size of all lines of one run or instance, above which further lines are not kept
 * @param holdBack longest time one line holds its writer back when memory and spool are full
 */
public record LogSettings(
        Duration linger, int chunkBytes, long memoryBytes, long spoolBytes, long groupBytes, Duration holdBack) {

    /** What a small installation needs. */
    public static LogSettings standard() {
        return new LogSettings(
                Duration.ofMillis(150), 128 * 1024, 16L << 20, 1L << 30, 256L << 20, Duration.ofMillis(200));
    }
}
