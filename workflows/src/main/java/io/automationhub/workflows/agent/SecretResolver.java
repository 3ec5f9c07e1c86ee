package io.automationhub.workflows.agent;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Turns the name of a secret into its value, at the last moment, inside the activity that needs it. */
public interface SecretResolver {

    /**
     * Resolves a secret visible from the scope: the environment's, else the project's, else the organization's.
     * The value becomes known to the masker before it is returned.
     *
     * @param version the version a release was made with, null for the newest
     * @throws ProblemException {@code not_found} when there is none
     */
    String resolve(WorkScope scope, String name, @Nullable Integer version);

    /**
     * Resolves the newest value of a secret that is to be sent to a server. Only servers the secret is bound to get it:
     * whoever may name a server and a secret cannot send one to the other.
     *
     * @param server host name or address, with {@code :port} unless that is the protocol's usual one
     * @throws ProblemException {@code not_found} when there is none, {@code invalid} when
     *     it is not bound to the server
     */
    default String resolveFor(WorkScope scope, String name, String server) {
        throw new ProblemException(ProblemType.INVALID, "The secret '" + name + "' is not bound to '" + server + "'");
    }
}
