package io.automationhub.hub.features.runs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Orders that lists of runs come in. */
public enum RunSort {
    NEWEST("-createdAt", "id desc", "id < :beyond.id"),
    OLDEST("createdAt", "id", "id > :beyond.id"),
    /** Ended runs only, as the others have no duration yet. */
    LONGEST("-durationMs", "duration_ms desc, id desc", "(duration_ms, id) < (:beyond.durationMs, :beyond.id)"),
    SHORTEST("durationMs", "duration_ms, id", "(duration_ms, id) > (:beyond.durationMs, :beyond.id)");

    private final String word;
    private final String order;
    private final String beyond;

    RunSort(String word, String order, String beyond) {
        this.word = word;
        this.order = order;
        this.beyond = beyond;
    }

    /** The order by the word of the API; newest first without one. */
    static RunSort of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(sort -> sort.word.equals(word))
                .findFirst()
                .orElse(NEWEST);
    }

    boolean byDuration() {
        return this == LONGEST || this == SHORTEST;
    }

    /** What stands after {@code order by}. */
    String order() {
        return order;
    }

    /** The condition on what comes after a {@link RunPosition}. */
    String beyond() {
        return beyond;
    }
}
