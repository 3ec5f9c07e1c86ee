package io.automationhub.workflows.agent;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a capability runs. */
public enum Placement {
    /** In a worker of the hub, any replica. */
    @JsonProperty("hub")
    HUB,
    /** On the machine named by the call: its task queue is {@code host-<name>}. */
    @JsonProperty("host")
    HOST
}
