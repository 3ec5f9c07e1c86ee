package io.automationhub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program with one weakness: it dies at once, as by {@code kill -9}, before or after the capability named in the file
 * {@code CRASH_FILE}, such as {@code deployment/switch:after}. The file is gone by then, so it dies once.
 */
public final class CrashingHub {

    /** Exit status of the crash. */
    public static final int STATUS = 137;

    /** Name of the environment variable that names the file. */
    public static final String FILE_VARIABLE = "CRASH_FILE";

    private CrashingHub() {}

    /** Starts the hub. */
    public static void main(String[] arguments) throws Exception {
        Path order = Path.of(System.getenv(FILE_VARIABLE));
        HubApplication.start(agent -> new Crashing(agent, order));
    }

    private record Crashing(Agent agent, Path order) implements Agent {

        @Override
        public AgentManifest manifest() {
            return agent.manifest();
        }

        @Override
        public JsonNode invoke(CapabilityContext context) throws InterruptedException {
            crashIfDue(context.call(), "before");
            JsonNode result = agent.invoke(context);
            crashIfDue(context.call(), "after");
            return result;
        }

        private void crashIfDue(CapabilityCall call, String moment) {
            String here = call.agent() + "/" + call.capability() + ":" + moment;
            try {
                if (Files.exists(order) && Files.readString(order).equals(here)) {
                    Files.delete(order);
                    Runtime.getRuntime().halt(STATUS);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
