package io.automationhub.hub.features.runs;

import java.util.List;
import java.util.UUID;

/**
 * Where a page of runs ends.
 *
 * @param durationMs 0 in lists that are not ordered by it
 */
public record RunPosition(UUID id, long durationMs) {

    /** Stands in where a query has no position; it compares nothing with it. */
    static final RunPosition NONE = new RunPosition(new UUID(0, 0), 0);

    static RunPosition of(RunSummary last) {
        return new RunPosition(last.id().value(), last.durationMs() == null ? 0 : last.durationMs());
    }

    /** From the values of a cursor. */
    static RunPosition of(List<String> values) {
        return new RunPosition(UUID.fromString(values.get(0)), Long.parseLong(values.get(1)));
    }

    /** For a cursor. */
    String[] values() {
        return new String[] {id.toString(), Long.toString(durationMs)};
    }
}
