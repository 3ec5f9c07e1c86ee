package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a workflow; a UUIDv7. */
public record WorkflowId(@JsonValue UUID value) {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} for anything else. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static WorkflowId of(String text) {
        return new WorkflowId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
