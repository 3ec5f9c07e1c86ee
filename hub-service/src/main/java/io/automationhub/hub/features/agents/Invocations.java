package io.automationhub.hub.features.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.definition.Capabilities;
import java.time.Duration;

/** Runs one capability as a run of its own. */
@FunctionalInterface
public interface Invocations {

    /**
     * Starts it durably and waits for its end for a while.
     *
     * @param input fits the capability's input schema
     * @param wait how long; zero answers as soon as it is started
     * @return the run as it then is
     */
    Invocation start(Caller caller, Capabilities.Resolved capability, JsonNode input, Duration wait);
}
