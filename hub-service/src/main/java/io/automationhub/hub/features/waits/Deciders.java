package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.security.Caller;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may make a decision.
 *
 * @param anybody whether nobody in particular is named
 * @param roles of which one is enough
 * @param subjects who may whatever their role
 * @param notRequester whether whoever asked for the run may not
 */
record Deciders(boolean anybody, Set<String> roles, Set<String> subjects, boolean notRequester) {

    /** From the input of an approval; those it is escalated to may decide too once it is. */
    static Deciders of(JsonNode input) {
        JsonNode by = input.path("by");
        Set<String> roles = texts(by.path("roles"));
        Set<String> subjects = texts(by.path("subjects"));
        boolean anybody = roles.isEmpty() && subjects.isEmpty();
        if (input.path("escalated").asBoolean()) {
            JsonNode others = input.path("escalate").path("by");
            roles.addAll(texts(others.path("roles")));
            subjects.addAll(texts(others.path("subjects")));
        }
        return new Deciders(anybody, roles, subjects, by.path("notRequester").asBoolean());
    }

    /** Whether somebody may decide about a run that another one, or the same, asked for. */
    boolean permit(Caller caller, String requestedBy) {
        if (notRequester && caller.subject().equals(requestedBy)) {
            return false;
        }
        return anybody || subjects.contains(caller.subject()) || roles.stream().anyMatch(role -> has(caller, role));
    }

    /** Keys have scopes, not roles: each role stands for what it may do. */
    private static boolean has(Caller caller, String role) {
        return switch (role) {
            case "owner", "admin" -> caller.holds("admin");
            case "developer" -> caller.holds("execute") && caller.holds("write");
            default -> caller.holds("read");
        };
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
