package io.automationhub.agents.container;

import io.automationhub.activities.build.BuildContext;
import io.automationhub.activities.build.ImageBuilder;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.TypedAgent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

class ContainerAgentTest extends AgentContractTest {

    @Override
    protected TypedAgent agent() {
        Engine engine = Engine.of(EngineSettings.fromEnvironment(Map.of()));
        return new ContainerAgent(
                engine,
                new ImageBuilder(engine, "default", BuildContext.Limits.DEFAULT),
                Path.of("/nowhere"),
                InstantSource.system());
    }
}
