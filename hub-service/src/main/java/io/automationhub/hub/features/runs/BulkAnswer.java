package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.automationhub.workflows.ids.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of many runs.
 *
 * @param dryRun whether nothing was done
 * @param count how many there are in {@code items}
 * @param more whether there are more than the limit
 * @param items newest first
 */
public record BulkAnswer(boolean dryRun, int count, boolean more, List<Item> items) {

    public BulkAnswer {
        items = List.copyOf(items);
    }

    /**
     * What became of one.
     *
     * @param started the run that takes its place, or null
     * @param code of the problem that kept it from being done, or null
     * @param detail of that problem, or null
     */
    public record Item(
            RunId run,
            Outcome outcome,
            @Nullable RunId started,
            @Nullable String code,
            @Nullable String detail) {}

    /** What can become of one. */
    public enum Outcome {
        /** It would be done. */
        @JsonProperty("matched")
        MATCHED,
        @JsonProperty("canceling")
        CANCELING,
        @JsonProperty("retried")
        RETRIED,
        @JsonProperty("refused")
        REFUSED,
        /** The time was up before its turn; the same request made once more goes on here. */
        @JsonProperty("notReached")
        NOT_REACHED
    }
}
