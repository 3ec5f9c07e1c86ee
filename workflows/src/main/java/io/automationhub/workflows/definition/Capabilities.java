package io.automationhub.workflows.definition;

import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what a step {@code uses}. */
public interface Capabilities {

    /**
     * Finds a capability.
     *
     * @param uses {@code agent/capability} or an alias, optionally followed by {@code @} and a version or the beginning
     *     of one
     */
    Optional<Resolved> find(String uses);

    /** Every name {@link #find} knows, for suggestions. */
    Set<String> names();

    /** A capability and the agent that has it. */
    record Resolved(String agent, CapabilityManifest manifest) {}

    /** Looks up in a fixed set of agents; of two with the same name the later one counts. */
    static Capabilities of(Collection<AgentManifest> agents) {
        Map<String, Resolved> found = new LinkedHashMap<>();
        Map<String, String> versions = new LinkedHashMap<>();
        for (AgentManifest agent : agents) {
            versions.put(agent.slug(), agent.version());
            for (CapabilityManifest capability : agent.capabilities()) {
                Resolved resolved = new Resolved(agent.slug(), capability);
                found.put(agent.slug() + "/" + capability.name(), resolved);
                capability.aliases().forEach(alias -> found.put(alias, resolved));
            }
        }
        return new Capabilities() {
            @Override
            public Optional<Resolved> find(String uses) {
                int at = uses.indexOf('@');
                Resolved resolved = found.get(at < 0 ? uses : uses.substring(0, at));
                if (resolved == null || at < 0) {
                    return Optional.ofNullable(resolved);
                }
                String wanted = uses.substring(at + 1);
                String version = versions.getOrDefault(resolved.agent(), "");
                return version.equals(wanted) || version.startsWith(wanted + ".")
                        ? Optional.of(resolved)
                        : Optional.empty();
            }

            @Override
            public Set<String> names() {
                return Set.copyOf(found.keySet());
            }
        };
    }
}
