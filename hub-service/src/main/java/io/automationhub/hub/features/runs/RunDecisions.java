package io.automationhub.hub.features.runs;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.ids.RunId;

/** Makes the decisions that steps wait for. */
@FunctionalInterface
public interface RunDecisions {

    /**
     * Decides, once.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code not_found} when no such step waits for a
     *     decision, {@code forbidden} for who may not decide, {@code conflict} when it was decided or has expired, {@code
     *     invalid} for a form that does not fit
     */
    void decide(Caller caller, RunId run, String step, DecideStep request);
}
