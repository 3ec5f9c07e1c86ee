package io.automationhub.agents;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * An agent whose capabilities are bound to handlers with records. A property of the input schema with a {@code default}
 * that a call leaves out or null gets it, so a handler sees every value.
 *
 * <pre>{@code
 * public final class ClockAgent extends TypedAgent {
 *     public ClockAgent(Clock clock) {
 *         super("clock", Handler.on("now", Now.class, Time.class, (input, context) -> new Time(clock.instant())));
 *     }
 * }
 * }</pre>
 */
public abstract class TypedAgent implements Agent {

    private final AgentManifest manifest;
    private final Map<String, Bound<?, ?>> bound = new LinkedHashMap<>();

    /**
     * Loads the manifest of a built-in agent and binds each of its capabilities.
     *
     * @throws IllegalStateException when manifest and handlers do not match one to one
     */
    protected TypedAgent(String slug, Handler<?, ?>... handlers) {
        this(Manifests.load(slug), handlers);
    }

    /** The same with a manifest from elsewhere. */
    protected TypedAgent(AgentManifest manifest, Handler<?, ?>... handlers) {
        this.manifest = manifest;
        Map<String, Handler<?, ?>> unbound = new LinkedHashMap<>();
        for (Handler<?, ?> handler : handlers) {
            if (unbound.put(handler.capability(), handler) != null) {
                throw new IllegalStateException(manifest.slug() + "/" + handler.capability() + " has two handlers");
            }
        }
        for (CapabilityManifest capability : manifest.capabilities()) {
            Handler<?, ?> handler = unbound.remove(capability.name());
            if (handler == null) {
                throw new IllegalStateException(manifest.slug() + "/" + capability.name() + " has no handler");
            }
            bound.put(capability.name(), new Bound<>(handler, defaults(capability.input())));
        }
        if (!unbound.isEmpty()) {
            throw new IllegalStateException(
                    manifest.slug() + " has handlers without capability: " + new TreeSet<>(unbound.keySet()));
        }
    }

    @Override
    public final AgentManifest manifest() {
        return manifest;
    }

    @Override
    public final JsonNode invoke(CapabilityContext context) throws InterruptedException {
        return bound(context.call().capability()).invoke(context);
    }

    /** The handlers in the order of the manifest. */
    final List<Handler<?, ?>> handlers() {
        return bound.values().stream().<Handler<?, ?>>map(Bound::handler).toList();
    }

    /** What the handler of a capability sees for an input. */
    final Record read(String capability, JsonNode input) {
        return bound(capability).read(input);
    }

    private Bound<?, ?> bound(String capability) {
        Bound<?, ?> found = bound.get(capability);
        if (found == null) {
            throw ProblemException.notFound("capability", manifest.slug() + "/" + capability);
        }
        return found;
    }

    private static Map<String, JsonNode> defaults(JsonNode schema) {
        Map<String, JsonNode> defaults = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(property -> {
            JsonNode value = property.getValue().get("default");
            if (value != null) {
                defaults.put(property.getKey(), value);
            }
        });
        return defaults;
    }

    private record Bound<I extends Record, O extends Record>(Handler<I, O> handler, Map<String, JsonNode> defaults) {

        JsonNode invoke(CapabilityContext context) throws InterruptedException {
            return AgentJson.mapper()
                    .valueToTree(handler.work().run(read(context.call().input()), context));
        }

        I read(JsonNode input) {
            try {
                return AgentJson.mapper().treeToValue(complete(input), handler.input());
            } catch (JsonMappingException e) {
                throw new ProblemException(
                        ProblemType.INVALID,
                        "The input does not fit",
                        List.of(new FieldError(pointer(e), "Does not have the expected type")));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new ProblemException(ProblemType.INVALID, "The input does not fit", e);
            }
        }

        private JsonNode complete(JsonNode input) {
            if (defaults.isEmpty() || !(input instanceof ObjectNode object)) {
                return input;
            }
            ObjectNode complete = object.deepCopy();
            defaults.forEach((name, value) -> {
                if (!complete.hasNonNull(name)) {
                    complete.set(name, value);
                }
            });
            return complete;
        }

        private static String pointer(JsonMappingException e) {
            JsonPointer pointer = JsonPointer.empty();
            for (JsonMappingException.Reference reference : e.getPath()) {
                pointer = reference.getFieldName() == null
                        ? pointer.appendIndex(Math.max(0, reference.getIndex()))
                        : pointer.appendProperty(reference.getFieldName());
            }
            return pointer.toString();
        }
    }
}
