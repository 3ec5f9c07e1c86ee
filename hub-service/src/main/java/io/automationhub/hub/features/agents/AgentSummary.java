package io.automationhub.hub.features.agents;

import java.util.List;

/**
 * An agent in a list.
 *
 * @param capabilities their names
 */
public record AgentSummary(
        String slug, String name, String version, String domain, String description, List<String> capabilities) {}
