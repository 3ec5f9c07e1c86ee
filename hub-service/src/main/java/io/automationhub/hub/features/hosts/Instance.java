package io.automationhub.hub.features.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One container of an environment as its host sees it now.
 *
 * @param name unique on the host
 * @param restarts how often the engine started it again
 */
public record Instance(
        String name,
        String container,
        String release,
        String deployment,
        Status status,
        int restarts,
        @Nullable Instant startedAt) {

    /** How it is. */
    public enum Status {
        @JsonProperty("starting")
        STARTING,
        @JsonProperty("healthy")
        HEALTHY,
        @JsonProperty("unhealthy")
        UNHEALTHY,
        @JsonProperty("stopped")
        STOPPED
    }
}
