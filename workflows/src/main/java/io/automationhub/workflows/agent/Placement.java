package io.automationhub.workflows.agent;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a capability runs. */
public enum Placement {
    /** In a worker of the hub, any replica. */
    @JsonProperty("hub")
    HUB,
    /** In the run itself: the interpreter does it, without an activity. */
    @JsonProperty("run")
    RUN,
    /** On the machine named by the call: its task queue is {@code host-<name>}. */
    @JsonProperty("host")
    HOST
}
