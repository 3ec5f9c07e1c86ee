package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a deployment; a UUIDv7. */
public record DeploymentId(@JsonValue UUID value) {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} for anything else. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DeploymentId of(String text) {
        return new DeploymentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
