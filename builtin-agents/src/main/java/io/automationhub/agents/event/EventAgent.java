package io.automationhub.agents.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Publishes events on the hub's bus. */
public final class EventAgent extends TypedAgent {

    /** Publishes through a port. */
    public EventAgent(EventPublisher publisher) {
        super(
                "event",
                Handler.on(
                        "publish",
                        Publish.class,
                        Published.class,
                        (input, context) -> publish(publisher, input, context)));
    }

    private static Published publish(EventPublisher publisher, Publish input, CapabilityContext context) {
        UUID id = publisher.publish(context.call(), input.topic(), input.data());
        context.log("Published " + input.topic());
        return new Published(id, input.topic());
    }

    record Publish(String topic, @Nullable JsonNode data) {}

    record Published(UUID id, String topic) {}
}
