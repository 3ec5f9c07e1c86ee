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
     * @param timeLimit the most a step may ask for, an ISO 8601 duration
     * @param usualTime what a step gets that does not ask
     */
    public record CapabilityView(
            String name,
            List<String> uses,
            String description,
            Effect effect,
            Placement placement,
            String timeLimit,
            String usualTime,
            JsonNode input,
            JsonNode output) {}
}
