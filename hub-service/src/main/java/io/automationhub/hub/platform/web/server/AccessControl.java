package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.security.Authenticator;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.hub.platform.web.contract.Operation;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Decides by the matched operation, never by the path's text, who may call it. */
public final class AccessControl {

    private final Authenticator authenticator;
    private final @Nullable Caller everyone;
    private final @Nullable Caller anonymous;

    /**
     * Puts the modes together.
     *
     * @param authenticator asked for every request that brings credentials
     * @param everyone who every caller is where authentication is switched off; null where it is on
     * @param anonymous who callers without credentials are at operations that are anybody's; null where there are none
     */
    public AccessControl(Authenticator authenticator, @Nullable Caller everyone, @Nullable Caller anonymous) {
        this.authenticator = authenticator;
        this.everyone = everyone;
        this.anonymous = anonymous;
    }

    /**
     * The caller, or null for a public operation.
     *
     * @throws ProblemException {@code unauthenticated} or {@code forbidden}
     */
    public @Nullable Caller admit(Operation operation, Credentials credentials) {
        Operation.Access access = operation.access();
        if (access.open()) {
            return null;
        }
        if (everyone != null) {
            return everyone;
        }
        Caller caller = authenticator.authenticate(credentials);
        if (caller == null) {
            if (access.anonymous() && anonymous != null) {
                return anonymous;
            }
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED, "Send an API key as 'Authorization: Bearer <key>' or 'X-API-Key'");
        }
        for (String scope : access.scopes()) {
            if (!caller.holds(scope)) {
                throw new ProblemException(ProblemType.FORBIDDEN, "This needs the scope '" + scope + "'");
            }
        }
        return caller;
    }

    /** Whether {@link #admit} would let the same credentials through now; also while that cannot be told. */
    boolean stillAdmits(Operation operation, Credentials credentials) {
        try {
            admit(operation, credentials);
            return true;
        } catch (ProblemException e) {
            return e.type() != ProblemType.UNAUTHENTICATED && e.type() != ProblemType.FORBIDDEN;
        }
    }
}
