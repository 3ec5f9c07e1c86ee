package io.automationhub.hub.features.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.agent.Placement;
import java.util.List;

/** An agent as the API shows it. */
public record AgentView(
        String slug,
        String name,
        String version,
        String domain,
        String description,
        List<CapabilityView> capabilities) {

    /**
     * One of its capabilities.
     *
     * @param uses the names a step calls it by
     * @param timeLimit ISO 8601 duration
     */
    public record CapabilityView(
            String name,
            List<String> uses,
            String description,
            Effect effect,
            Placement placement,
            String timeLimit,
            JsonNode input,
            JsonNode output) {}
}
