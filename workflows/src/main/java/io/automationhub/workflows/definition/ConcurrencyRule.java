package io.automationhub.workflows.definition;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Runs of the same group share {@code limit} places.
 *
 * @param group name within the organization, with expressions over {@code inputs}, {@code run} and the context
 * @param limit runs at a time, at least 1
 * @param onConflict what a run does that finds no place
 */
public record ConcurrencyRule(String group, int limit, OnConflict onConflict) {

    /** What a run does that finds no place. */
    public enum OnConflict {
        /** Waits its turn, in order of arrival. */
        @JsonProperty("queue")
        QUEUE,
        /** Ends those that wait, asks those that run to cancel, and takes the place when it is free. */
        @JsonProperty("supersede")
        SUPERSEDE,
        /** Fails with {@code conflict}. */
        @JsonProperty("reject")
        REJECT
    }
}
