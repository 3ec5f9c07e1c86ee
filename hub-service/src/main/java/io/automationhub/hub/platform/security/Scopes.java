package io.automationhub.hub.platform.security;

import java.util.Set;
import java.util.TreeSet;

/** Every scope there is: an action on everything, or one on one kind of resource. */
public final class Scopes {

    /** Holds everything. */
    public static final String ADMIN = "admin";

    private static final Set<String> ACTIONS = Set.of("read", "write", "execute", ADMIN);

    private static final Set<String> RESOURCES = Set.of(
            "projects",
            "environments",
            "deployments",
            "releases",
            "instances",
            "workflows",
            "runs",
            "triggers",
            "agents",
            "apis",
            "hosts",
            "secrets",
            "variables",
            "api-keys",
            "events",
            "logs",
            "audit",
            "notifications");

    private static final Set<String> ALL = all();

    private Scopes() {}

    /** Whether there is such a scope. */
    public static boolean exists(String scope) {
        return ALL.contains(scope);
    }

    private static Set<String> all() {
        Set<String> scopes = new TreeSet<>(ACTIONS);
        for (String resource : RESOURCES) {
            for (String action : ACTIONS) {
                scopes.add(resource + ":" + action);
            }
        }
        return Set.copyOf(scopes);
    }
}
