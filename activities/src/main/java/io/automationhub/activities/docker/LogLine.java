package io.automationhub.activities.docker;

import java.time.Instant;

/**
 * One line a container wrote.
 *
 * @param time when, in microseconds; strictly increasing within a container's log and the same each time it is read, so
 *     that it identifies the line
 * @param text without line end; a line over 64 KiB comes in pieces
 */
public record LogLine(Instant time, String text) {}
