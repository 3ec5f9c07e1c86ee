package io.automationhub.hub.features.releases;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a release; a UUIDv7. */
public record ReleaseId(@JsonValue UUID value) {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} for anything else. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ReleaseId of(String text) {
        return new ReleaseId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
