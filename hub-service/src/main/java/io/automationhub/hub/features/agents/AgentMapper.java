package io.automationhub.hub.features.agents;

import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import java.util.ArrayList;
import java.util.List;

/** From manifests to what the API shows. */
final class AgentMapper {

    private AgentMapper() {}

    static AgentSummary summary(AgentManifest agent) {
        return new AgentSummary(
                agent.slug(),
                agent.name(),
                agent.version(),
                agent.domain(),
                agent.description(),
                agent.capabilities().stream().map(CapabilityManifest::name).toList());
    }

    static AgentView view(AgentManifest agent) {
        return new AgentView(
                agent.slug(),
                agent.name(),
                agent.version(),
                agent.domain(),
                agent.description(),
                agent.capabilities().stream()
                        .map(capability -> view(agent, capability))
                        .toList());
    }

    private static AgentView.CapabilityView view(AgentManifest agent, CapabilityManifest capability) {
        List<String> uses = new ArrayList<>();
        uses.add(agent.slug() + "/" + capability.name());
        uses.addAll(capability.aliases());
        return new AgentView.CapabilityView(
                capability.name(),
                uses,
                capability.description(),
                capability.effect(),
                capability.placement(),
                capability.timeLimit().toString(),
                capability.usualTime().toString(),
                capability.input(),
                capability.output());
    }
}
