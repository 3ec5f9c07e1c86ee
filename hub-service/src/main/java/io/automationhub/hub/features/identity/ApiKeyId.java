package io.automationhub.hub.features.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies an API key, over its rotations; a UUIDv7. It is no secret. */
public record ApiKeyId(@JsonValue UUID value) {

    private static final String SUBJECT = "api-key:";

    /** Reads the canonical text form; throws {@link IllegalArgumentException} for anything else. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ApiKeyId of(String text) {
        return new ApiKeyId(UUID.fromString(text));
    }

    /** The name of a caller that uses the key. */
    public String subject() {
        return SUBJECT + value;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
