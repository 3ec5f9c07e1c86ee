package io.automationhub.hub.platform.security;

import org.jspecify.annotations.Nullable;

/** Finds out who makes a request. Called for every request, from many threads: implementations cache. */
@FunctionalInterface
public interface Authenticator {

    /**
     * The caller the credentials belong to, or null where none were sent.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code unauthenticated} for a secret that is
     *     malformed, unknown, expired or revoked, or used from an address it is not for
     */
    @Nullable
    Caller authenticate(Credentials credentials);
}
