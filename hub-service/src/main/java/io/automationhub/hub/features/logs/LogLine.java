package io.automationhub.hub.features.logs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stored line.
 *
 * @param seq its number within the group, from 1, without gaps
 * @param time when it was written, to the microsecond
 * @param step the step that wrote it, null in groups without steps
 * @param text without line end; may hold terminal escapes
 */
public record LogLine(long seq, Instant time, @Nullable String step, String text) {}
