package io.automationhub.hub.features.agents;

import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.JsonContract;
import io.automationhub.workflows.definition.Capabilities;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** All agents of the installation, by slug; the names of their capabilities are unique over all. */
public final class AgentCatalog implements Capabilities {

    private final Map<String, Agent> agents = new TreeMap<>();
    private final Capabilities capabilities;
    private final Map<String, JsonContract> inputs = new ConcurrentHashMap<>();

    /**
     * Takes the agents that are part of the program.
     *
     * @throws IllegalStateException when two share a slug, or two capabilities a name
     */
    public AgentCatalog(Collection<? extends Agent> builtIn) {
        Set<String> uses = new HashSet<>();
        for (Agent agent : builtIn) {
            AgentManifest manifest = agent.manifest();
            if (agents.put(manifest.slug(), agent) != null) {
                throw new IllegalStateException("Two agents are named " + manifest.slug());
            }
            for (CapabilityManifest capability : manifest.capabilities()) {
                claim(uses, manifest.slug() + "/" + capability.name());
                capability.aliases().forEach(alias -> claim(uses, alias));
            }
        }
        this.capabilities = Capabilities.of(manifests());
    }

    private static void claim(Set<String> uses, String name) {
        if (!uses.add(name)) {
            throw new IllegalStateException("Two capabilities are named " + name);
        }
    }

    /** What the agents say of themselves, by slug. */
    public List<AgentManifest> manifests() {
        return agents.values().stream().map(Agent::manifest).toList();
    }

    /** The agent itself, to run a call of it. */
    public Optional<Agent> agent(String slug) {
        return Optional.ofNullable(agents.get(slug));
    }

    /** The compiled input schema of a capability. */
    public JsonContract input(Resolved capability) {
        return inputs.computeIfAbsent(
                capability.agent() + "/" + capability.manifest().name(),
                name -> JsonContract.of(capability.manifest().input()));
    }

    @Override
    public Optional<Resolved> find(String uses) {
        return capabilities.find(uses);
    }

    @Override
    public Set<String> names() {
        return capabilities.names();
    }
}
