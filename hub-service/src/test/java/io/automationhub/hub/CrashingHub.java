package io.automationhub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The program with one weakness: before or after a capability it kills a process, as by {@code kill -9}, and goes on
 * unless that was itself. Which one says the file named by {@code CRASH_FILE}: {@code deployment/switch:after} and on a
 * second line the process number, or none for the program itself. The file has another name by then, so it kills once.
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

    /** What an order is called once it was carried out. */
    public static Path done(Path order) {
        return order.resolveSibling("done");
    }

    private record Crashing(Agent agent, Path order) implements Agent {

        @Override
        public AgentManifest manifest() {
            return agent.manifest();
        }

        @Override
        public Effect effect(CapabilityCall call, CapabilityManifest capability) {
            return agent.effect(call, capability);
        }

        @Override
        public JsonNode invoke(CapabilityContext context) throws InterruptedException {
            crashIfDue(context.call(), "before");
            JsonNode result = agent.invoke(context);
            crashIfDue(context.call(), "after");
            return result;
        }

        private void crashIfDue(CapabilityCall call, String moment) throws InterruptedException {
            String here = call.agent() + "/" + call.capability() + ":" + moment;
            try {
                if (!Files.exists(order)) {
                    return;
                }
                String[] lines = Files.readString(order).split("\n", -1);
                if (lines[0].equals(here)) {
                    Files.move(order, done(order), StandardCopyOption.REPLACE_EXISTING);
                    kill(lines);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void kill(String[] lines) throws InterruptedException {
            if (lines.length == 1) {
                Runtime.getRuntime().halt(STATUS);
                return;
            }
            ProcessHandle victim = ProcessHandle.of(Long.parseLong(lines[1].strip()))
                    .orElseThrow(() -> new IllegalStateException("There is no process " + lines[1]));
            victim.destroyForcibly();
            try {
                // What is called next finds it gone.
                victim.onExit().get();
            } catch (ExecutionException e) {
                throw new CompletionException(e.getCause());
            }
        }
    }
}
