package io.automationhub.workflows.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a capability is given while it runs. */
public interface CapabilityContext {

    /** The call being served. */
    CapabilityCall call();

    /** Writes one line, without line end, to the step's log. */
    void log(String line);

    /**
     * Says that the work is going on and where it is. To be called at least every few seconds by anything that takes
     * longer, from the loop that does the work.
     *
     * @param position what a later attempt needs to re-attach, or null
     * @throws java.util.concurrent.CancellationException when the step was canceled: the work stops what it started and
     *     lets the exception pass
     */
    void heartbeat(@Nullable JsonNode position);

    /** The position an earlier attempt of the same call last reported. */
    Optional<JsonNode> position();

    /** What this attempt may take before it is given up; empty when nobody waits for it. */
    default Optional<Duration> timeLimit() {
        return Optional.empty();
    }

    /** Secrets visible to this call. */
    SecretResolver secrets();
}
