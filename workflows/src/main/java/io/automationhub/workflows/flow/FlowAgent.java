package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What runs are steered with. Its capabilities are {@link io.automationhub.workflows.agent.Placement#RUN in the run}. */
public final class FlowAgent implements Agent {

    private static final String MANIFEST = "/agents/flow.yaml";

    private final AgentManifest manifest;

    public FlowAgent() {
        try (InputStream in = FlowAgent.class.getResourceAsStream(MANIFEST)) {
            if (in == null) {
                throw new IllegalStateException("No manifest " + MANIFEST);
            }
            manifest = FlowJson.MAPPER.treeToValue(new YAMLMapper().readTree(in), AgentManifest.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AgentManifest manifest() {
        return manifest;
    }

    /** Never called: no worker is asked for what the interpreter does. */
    @Override
    public JsonNode invoke(CapabilityContext context) {
        throw new IllegalStateException(context.call().capability() + " is done in the run itself");
    }
}
