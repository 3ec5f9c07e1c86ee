package io.automationhub.hub.features.waits;

import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.ids.RunId;
import org.jdbi.v3.core.Handle;

/** Makes runs of the workflows that steps call. */
@FunctionalInterface
public interface CalledRuns {

    /**
     * Writes down that a run is wanted, in the caller's transaction.
     *
     * @param call of {@code flow/call}
     * @throws io.automationhub.workflows.problem.ProblemException {@code not_found}, {@code conflict} for a workflow that
     *     was never published, {@code invalid} for an input that does not fit, or too many calls within each other
     */
    RunId begin(Handle handle, CapabilityCall call);
}
