package io.automationhub.benchmarks.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.agent.Placement;
import java.time.Duration;
import java.util.List;

/** One piece of work, carried in each of the ways a hub carries steps. */
public final class WorkloadAgent implements Agent {

    @Override
    public AgentManifest manifest() {
        return new AgentManifest(
                "workload",
                "Workload",
                "1.0.0",
                "benchmark",
                "Works for benchmarks.",
                List.of(
                        capability("pure", Effect.NONE, Duration.ofSeconds(10)),
                        capability("effect", Effect.IDEMPOTENT, Duration.ofSeconds(10)),
                        capability("long", Effect.IDEMPOTENT, Duration.ofHours(1))));
    }

    private static CapabilityManifest capability(String name, Effect effect, Duration limit) {
        return new CapabilityManifest(
                name,
                List.of(),
                "Computes a Fibonacci number",
                schema("n"),
                schema("value"),
                effect,
                limit,
                Placement.HUB);
    }

    private static ObjectNode schema(String property) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties").putObject(property).put("type", "integer");
        return schema;
    }

    @Override
    public JsonNode invoke(CapabilityContext context) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("value", Fibonacci.of(context.call().input().path("n").intValue()));
    }
}
