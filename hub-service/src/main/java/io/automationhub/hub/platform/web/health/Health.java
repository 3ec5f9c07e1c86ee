package io.automationhub.hub.platform.web.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the hub is.
 *
 * @param status down when something required is
 * @param checks what was looked at
 */
record Health(Status status, List<Check> checks) {

    /** Whether it is there. */
    enum Status {
        @JsonProperty("up")
        UP,
        @JsonProperty("down")
        DOWN
    }

    /** What was found of one thing; {@code millis} is how long looking took. */
    record Check(String name, Status status, @Nullable String detail, long millis) {}
}
