package io.automationhub.hub.features.logs;

import java.util.List;

/**
 * Lines in order.
 *
 * @param lines may be empty although more follow, when a step's lines are far apart
 * @param cursor the number everything up to which has been looked at; to be given as {@code after} next
 * @param more whether there was more when it was read
 * @param ended whether nothing is expected to follow the last line
 */
public record LogPage(List<LogLine> lines, long cursor, boolean more, boolean ended) {

    public LogPage {
        lines = List.copyOf(lines);
    }
}
