package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.RunId;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What runs wait for that comes from outside of them: an event, a callback, a decision, the end of another run. The hub
 * keeps each wait and decides, once, whether something arrived for it; both methods may be called again with the same
 * argument.
 */
@ActivityInterface(namePrefix = "Wait.")
public interface WaitActivities {

    /**
     * A call waits from now on. What arrives for it is told by {@link FlowWorkflow#arrived}.
     *
     * <p>A failure is an {@link io.temporal.failure.ApplicationFailure} as that of {@link
     * io.automationhub.workflows.host.HostActivities#invoke}.
     *
     * @return what had arrived before, or null
     */
    @Nullable
    JsonNode open(Wait wait);

    /**
     * A call waits no longer, and nothing can arrive for it any more. Another run it waited for is asked to stop.
     *
     * @return what arrived before this without being heard of, or null
     */
    @Nullable
    JsonNode close(WaitEnd end);

    /**
     * Something a run waits for.
     *
     * @param call of a capability of {@link FlowAgent}
     * @param since when the wait began
     * @param until when it ends by itself
     */
    record Wait(CapabilityCall call, Instant since, Instant until) {}

    /**
     * The end of a wait for which nothing was heard of.
     *
     * @param key of the call that waited
     */
    record WaitEnd(WorkScope scope, RunId run, String key) {}
}
