package io.automationhub.workflows.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import org.jspecify.annotations.Nullable;

/**
 * One call of a capability as it crosses the border from a workflow to the world. It travels through workflow history,
 * so it holds no secret: secrets are named and resolved by whoever runs the call.
 *
 * @param scope in whose name
 * @param run the run it belongs to; an invocation over the API is a run of its own
 * @param step id of the step
 * @param key identifies the effect over all attempts: made of run, step, item and turn
 * @param agent slug
 * @param capability name within the agent
 * @param input fits the capability's input schema
 * @param host name of the host for {@link Placement#HOST}, otherwise null
 */
public record CapabilityCall(
        WorkScope scope,
        RunId run,
        String step,
        String key,
        String agent,
        String capability,
        JsonNode input,
        @Nullable String host) {

    /** The log stream that lines of this step go to. */
    public LogStream logStream() {
        return LogStream.ofStep(run, step);
    }
}
