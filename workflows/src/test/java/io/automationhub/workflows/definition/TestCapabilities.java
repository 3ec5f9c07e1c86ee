package io.automationhub.workflows.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.flow.FlowAgent;
import java.time.Duration;
import java.util.List;

/** Capabilities for tests: {@code test/*}, of each carrier and with a strict schema or none. */
public final class TestCapabilities {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonNode ANY = json("{}");

    /** What {@code test/strict} takes. */
    private static final JsonNode STRICT = json("""
            type: object
            additionalProperties: false
            required: [url]
            properties:
              url: { type: string, pattern: '^https?://' }
              count: { type: integer, minimum: 1 }
              ratio: { type: number }
              flag: { type: boolean }
              tags: { type: array, items: { type: string } }
              nested: { type: object, properties: { name: { type: string } }, additionalProperties: false }
              token: { type: string, x-secret: true }
              either: { oneOf: [ { type: string }, { type: integer } ] }
            """);

    private static final JsonNode STRICT_OUTPUT = json("""
            type: object
            additionalProperties: false
            properties:
              status: { type: integer }
              body: { type: string }
              items: { type: array, items: { type: object, properties: { id: { type: integer } } } }
            """);

    private TestCapabilities() {}

    /** The lookup. */
    public static Capabilities all() {
        return Capabilities.of(List.of(
                new FlowAgent().manifest(),
                new AgentManifest(
                        "test",
                        "Test",
                        "1.2.0",
                        "test",
                        "For tests.",
                        List.of(
                                capability("brief", Effect.NONE, Duration.ofSeconds(10), Placement.HUB, ANY, ANY),
                                capability("once", Effect.ONCE, Duration.ofSeconds(10), Placement.HUB, ANY, ANY),
                                capability("long", Effect.IDEMPOTENT, Duration.ofHours(1), Placement.HUB, ANY, ANY),
                                capability("host", Effect.IDEMPOTENT, Duration.ofHours(1), Placement.HOST, ANY, ANY),
                                new CapabilityManifest(
                                        "usual",
                                        List.of(),
                                        "Is short unless more time is asked for.",
                                        ANY,
                                        ANY,
                                        Effect.NONE,
                                        Duration.ofMinutes(10),
                                        Placement.HUB,
                                        Duration.ofSeconds(10)),
                                capability(
                                        "strict",
                                        Effect.NONE,
                                        Duration.ofSeconds(10),
                                        Placement.HUB,
                                        STRICT,
                                        STRICT_OUTPUT)))));
    }

    private static CapabilityManifest capability(
            String name, Effect effect, Duration limit, Placement placement, JsonNode input, JsonNode output) {
        return new CapabilityManifest(
                name, List.of("alias/" + name), "Does " + name + ".", input, output, effect, limit, placement);
    }

    private static JsonNode json(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
