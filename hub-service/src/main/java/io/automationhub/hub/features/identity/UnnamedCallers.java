package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Scopes;
import java.util.Set;

/** Callers without credentials. */
public final class UnnamedCallers {

    /** Everybody, where {@code AUTH_ENABLED} is false: an administrator of the default organization. */
    public static final Caller EVERYONE =
            new Caller(Tenancy.DEFAULT_ORGANIZATION, "everyone", Set.of(Scopes.ADMIN), Set.of());

    /**
     * Somebody without a key at an operation that is anybody's, where {@code ALLOW_ANONYMOUS_READ} is true. Holds no
     * scope, so any other operation refuses it.
     */
    public static final Caller ANONYMOUS = new Caller(Tenancy.DEFAULT_ORGANIZATION, "anonymous", Set.of(), Set.of());

    private UnnamedCallers() {}
}
