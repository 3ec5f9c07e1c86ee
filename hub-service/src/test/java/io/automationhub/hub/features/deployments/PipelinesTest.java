package io.automationhub.hub.features.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.EdgeSettings;
import io.automationhub.activities.git.SourcePolicy;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.agents.release.ReleaseAgent;
import io.automationhub.agents.release.ReleaseLedger;
import io.automationhub.hub.features.agents.AgentCatalog;
import io.automationhub.hub.features.hosts.LocalHost;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.pipeline.PipelineTemplate;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A hub compiles its pipelines after it is ready; this is where one that does not compile is noticed. */
class PipelinesTest {

    /** The agents of a hub; none is called. */
    private static List<Agent> agents() {
        AddressPolicy addresses = new AddressPolicy(false, Set.of(), Set.of());
        LocalHost host = new LocalHost(
                Engine.of(EngineSettings.fromEnvironment(Map.of())),
                new Edge(EdgeSettings.of(Path.of("/nowhere"), "127.0.0.1:8080", "haproxy")),
                Path.of("/nowhere"),
                "default",
                addresses,
                new SourcePolicy(addresses, Set.of(), List.of()),
                (scope, stream, time, text) -> {},
                (organization, stream) -> Optional.empty(),
                InstantSource.system());
        ReleaseLedger ledger = (ReleaseLedger) Proxy.newProxyInstance(
                PipelinesTest.class.getClassLoader(), new Class<?>[] {ReleaseLedger.class}, (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        List<Agent> agents = new ArrayList<>(host.agents());
        agents.add(new ReleaseAgent(ledger));
        return agents;
    }

    private static Pipelines pipelines(List<Agent> agents) {
        return new Pipelines(new DefinitionCompiler(new AgentCatalog(agents)));
    }

    @Test
    void everyPipelineCompiles() {
        Pipelines pipelines = pipelines(agents());
        assertThatCode(pipelines::compileAll).doesNotThrowAnyException();
        for (PipelineTemplate template : PipelineTemplate.values()) {
            assertThat(pipelines.of(template)).as("%s", template).isSameAs(pipelines.of(template));
        }
    }

    @Test
    void onesWhoseAgentIsMissingDoNot() {
        List<Agent> agents = agents();
        agents.removeIf(agent -> agent instanceof ReleaseAgent);
        assertThatThrownBy(pipelines(agents)::compileAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("release/");
    }
}
