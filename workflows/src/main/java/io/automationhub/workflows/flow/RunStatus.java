package io.automationhub.workflows.flow;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run is. */
public enum RunStatus {
    /** Waits for its place in a concurrency group. */
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("running")
    RUNNING,
    /** Nothing runs, something waits: a time, an event, a decision. */
    @JsonProperty("waiting")
    WAITING,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("succeeded")
    SUCCEEDED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("canceled")
    CANCELED;

    /** Whether it stays so. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELED;
    }
}
