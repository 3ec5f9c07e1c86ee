package io.automationhub.workflows.agent;

import com.fasterxml.jackson.databind.JsonNode;

/** Something that can do named things with typed input and output. */
public interface Agent {

    /** What it says of itself; constant. */
    AgentManifest manifest();

    /**
     * What a call does to the world: what its capability says, or less where the agent knows that of the input, as of a
     * request that only reads.
     */
    default Effect effect(CapabilityCall call, CapabilityManifest capability) {
        return capability.effect();
    }

    /**
     * Runs one capability. Safe to be called again with the same {@link CapabilityCall#key()}: it re-attaches to or
     * answers with what an earlier attempt began.
     *
     * @param context the call, already checked against the capability's input schema, and what it may use
     * @return fits the capability's output schema
     * @throws io.automationhub.workflows.problem.ProblemException for every expected failure
     * @throws java.util.concurrent.CancellationException when canceled
     * @throws InterruptedException when the worker is shutting down; the work is left for the next attempt
     */
    JsonNode invoke(CapabilityContext context) throws InterruptedException;
}
