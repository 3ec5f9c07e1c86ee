package io.automationhub.workflows.agent;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/**
 * One named thing an agent can do.
 *
 * @param name unique within the agent, kebab-case
 * @param aliases other names for {@code uses}, such as {@code source/resolve}; unique over all agents
 * @param description one sentence for people and for {@code discover}
 * @param input JSON Schema (2020-12) of an object; a property marked {@code "x-secret": true} takes a named secret
 * @param output JSON Schema (2020-12) of the result
 * @param effect what it does to the world
 * @param timeLimit the longest one attempt may take
 * @param placement where it runs
 * @param usualTime what an attempt may take when the step has no {@code timeout}; the whole limit when absent
 */
public record CapabilityManifest(
        String name,
        List<String> aliases,
        String description,
        JsonNode input,
        JsonNode output,
        Effect effect,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Duration timeLimit,
        Placement placement,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Duration usualTime) {

    /** Capabilities at most this long, without a host, run inside the workflow task as local activities. */
    public static final Duration SHORT = Duration.ofSeconds(10);

    public CapabilityManifest {
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        usualTime = usualTime == null ? timeLimit : usualTime;
    }

    /** A capability whose attempts may take the whole limit, whatever the step says. */
    public CapabilityManifest(
            String name,
            List<String> aliases,
            String description,
            JsonNode input,
            JsonNode output,
            Effect effect,
            Duration timeLimit,
            Placement placement) {
        this(name, aliases, description, input, output, effect, timeLimit, placement, timeLimit);
    }

    /** Whether a call that may take so long is carried by a journalled local activity. */
    public boolean isShort(Duration limit) {
        return placement == Placement.HUB && limit.compareTo(SHORT) <= 0;
    }
}
