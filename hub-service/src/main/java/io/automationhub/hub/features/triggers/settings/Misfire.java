package io.automationhub.hub.features.triggers.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of times that came while no hub was there to see them. */
public enum Misfire {
    /** Nothing. */
    @JsonProperty("skip")
    SKIP(0),
    /** The newest of them is made good. */
    @JsonProperty("once")
    ONCE(1),
    /** All of them are made good, at most the newest hundred. */
    @JsonProperty("all")
    ALL(100);

    private final int most;

    Misfire(int most) {
        this.most = most;
    }

    /** How many missed times are made good at most. */
    public int most() {
        return most;
    }
}
