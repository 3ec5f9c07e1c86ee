package io.automationhub.hub.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** An operation of the API that needs a key, with ids in its path that nothing has. */
record Operation(String method, String path, List<String> scopes) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** Those of an OpenAPI document that declare scopes. */
    static List<Operation> guarded(JsonNode document) {
        List<Operation> found = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    List<String> scopes = operation
                            .path("x-scopes")
                            .valueStream()
                            .map(JsonNode::asText)
                            .toList();
                    if (METHODS.contains(method) && !scopes.isEmpty()) {
                        found.add(new Operation(method.toUpperCase(Locale.ROOT), filled(path), scopes));
                    }
                }));
        return found;
    }

    boolean hasBody() {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private static String filled(String path) {
        return path.replaceAll(
                "\\{[^}]+}", UUID.nameUUIDFromBytes(new byte[] {1}).toString());
    }
}
