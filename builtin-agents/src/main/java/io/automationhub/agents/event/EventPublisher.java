package io.automationhub.agents.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts events on the hub's bus. */
@FunctionalInterface
public interface EventPublisher {

    /**
     * Publishes, once for each key of a call however often it is asked to.
     *
     * @param data payload, or null for none
     * @return the event's id
     * @throws io.automationhub.workflows.problem.ProblemException {@code invalid} for a topic that is none or is the
     *     hub's own, {@code too_large} for a payload
     */
    UUID publish(CapabilityCall call, String topic, @Nullable JsonNode data);
}
