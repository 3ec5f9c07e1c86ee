package io.automationhub.hub.features.apis;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a registered API; a UUIDv7. */
public record ApiId(@JsonValue UUID value) {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} for anything else. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ApiId of(String text) {
        return new ApiId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
