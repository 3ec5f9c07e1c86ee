package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a trigger; a UUIDv7. */
public record TriggerId(@JsonValue UUID value) {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} for anything else. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TriggerId of(String text) {
        return new TriggerId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
