package io.automationhub.hub.features.secrets;

import java.util.Locale;

/** What a value belongs to. */
public enum ScopeKind {
    ORGANIZATION,
    PROJECT,
    ENVIRONMENT;

    /** The name at the API and in the database. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
