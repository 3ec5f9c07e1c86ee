package io.automationhub.agents;

import io.automationhub.workflows.agent.CapabilityContext;

/**
 * Serves one capability with records instead of JSON.
 *
 * @param capability its name in the manifest
 * @param input record whose components are the properties of the input schema
 * @param output record whose components are the properties of the output schema
 * @param work does it
 */
public record Handler<I extends Record, O extends Record>(
        String capability, Class<I> input, Class<O> output, Work<I, O> work) {

    /** Does what a capability says; see {@link io.automationhub.workflows.agent.Agent#invoke} for what it may throw. */
    @FunctionalInterface
    public interface Work<I, O> {

        /** Does it once for the call of the context. */
        O run(I input, CapabilityContext context) throws InterruptedException;
    }

    /** Binds a capability to its work. */
    public static <I extends Record, O extends Record> Handler<I, O> on(
            String capability, Class<I> input, Class<O> output, Work<I, O> work) {
        return new Handler<>(capability, input, output, work);
    }
}
