package io.automationhub.workflows.agent;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a capability does to the world, which decides how the hub journals a call of it. */
public enum Effect {
    /** Reads only; may be repeated at will, needs no journal. */
    @JsonProperty("none")
    NONE,
    /** Repeating it with the same key changes nothing more; its result is journalled with one commit. */
    @JsonProperty("idempotent")
    IDEMPOTENT,
    /** Must not be repeated: an intent is journalled before and the result after. */
    @JsonProperty("once")
    ONCE
}
