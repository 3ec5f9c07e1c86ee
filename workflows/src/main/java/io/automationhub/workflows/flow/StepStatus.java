package io.automationhub.workflows.flow;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a step, or one item of it, is. */
public enum StepStatus {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("running")
    RUNNING,
    /** Waits for a time, an event or a decision. */
    @JsonProperty("waiting")
    WAITING,
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** Its last attempt failed; {@link StepState#handled()} says whether that fails the run. */
    @JsonProperty("failed")
    FAILED,
    /** Not run, because of what it needs or its {@code if}. */
    @JsonProperty("skipped")
    SKIPPED,
    /** Stopped, or not begun, because the run was canceled or failed fast. */
    @JsonProperty("canceled")
    CANCELED,
    /** Succeeded and was undone. */
    @JsonProperty("compensated")
    COMPENSATED;

    /** Whether dependents may be considered. */
    public boolean isFinal() {
        return this != PENDING && this != RUNNING && this != WAITING;
    }
}
