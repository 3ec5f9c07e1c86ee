package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What a call waits for. */
enum WaitKind {
    /** An event on the bus. */
    EVENT,
    /** A request to the run's callback address. */
    CALLBACK,
    /** A decision of somebody who may make it. */
    APPROVAL,
    /** The end of a run that the call started. */
    CALL;

    /** What a capability of the flow agent waits for with an input. */
    static WaitKind of(String capability, JsonNode input) {
        return switch (capability) {
            case "approval" -> APPROVAL;
            case "call" -> CALL;
            default -> input.hasNonNull("event") ? EVENT : CALLBACK;
        };
    }

    /** The word in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
