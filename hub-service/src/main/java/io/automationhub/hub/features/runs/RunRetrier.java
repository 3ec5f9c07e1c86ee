package io.automationhub.hub.features.runs;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.ids.RunId;

/** Starts runs that take over from ended ones; knows the versions they may follow. */
@FunctionalInterface
public interface RunRetrier {

    /**
     * Starts a new run in the place of one that ended.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code not_found}, {@code conflict} while it goes on or
     *     when there is nothing to repeat, {@code invalid} for a step or an input that does not fit
     */
    Run retry(Caller caller, RunId run, RetryRun request);
}
