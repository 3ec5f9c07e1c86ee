package io.automationhub.agents.event;

import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.TypedAgent;
import java.util.UUID;

class EventAgentTest extends AgentContractTest {

    @Override
    protected TypedAgent agent() {
        return new EventAgent((call, topic, data) -> new UUID(0, 0));
    }
}
