package io.automationhub.workflows.agent;

import java.util.List;

/**
 * What an agent says of itself.
 *
 * @param slug unique name, kebab-case, first half of {@code uses}
 * @param name for people
 * @param version semantic version
 * @param domain the field it works in, such as {@code deployment} or {@code operations}
 * @param description what it is for, a sentence or two
 * @param capabilities what it can do, at least one
 */
public record AgentManifest(
        String slug,
        String name,
        String version,
        String domain,
        String description,
        List<CapabilityManifest> capabilities) {

    public AgentManifest {
        capabilities = List.copyOf(capabilities);
    }
}
