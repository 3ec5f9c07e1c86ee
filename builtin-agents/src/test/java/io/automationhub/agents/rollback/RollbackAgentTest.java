package io.automationhub.agents.rollback;

import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.EdgeSettings;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.TypedAgent;
import java.nio.file.Path;
import java.util.Map;

class RollbackAgentTest extends AgentContractTest {

    @Override
    protected TypedAgent agent() {
        return new RollbackAgent(
                Engine.of(EngineSettings.fromEnvironment(Map.of())),
                new Edge(EdgeSettings.of(Path.of("/nowhere"), "127.0.0.1:8080", "haproxy")));
    }
}
