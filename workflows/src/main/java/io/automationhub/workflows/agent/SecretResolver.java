package io.automationhub.workflows.agent;

import org.jspecify.annotations.Nullable;

/** Turns the name of a secret into its value, at the last moment, inside the activity that needs it. */
public interface SecretResolver {

    /**
     * Resolves a secret visible from the scope: the environment's, else the project's, else the organization's.
     * The value becomes known to the masker before it is returned.
     *
     * @param version the version a release was made with, null for the newest
     * @throws io.automationhub.workflows.problem.ProblemException {@code not_found} when there is none
     */
    String resolve(WorkScope scope, String name, @Nullable Integer version);
}
