package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came for calls that wait. Nothing here need survive the end of a history: whoever opens a wait again is told what
 * had arrived.
 */
final class Arrivals {

    private final Map<String, Optional<JsonNode>> byKey = new LinkedHashMap<>();

    void await(String key) {
        byKey.put(key, Optional.empty());
    }

    /** Keeps what came; what no call waits for is dropped. */
    void take(Arrival arrival) {
        byKey.computeIfPresent(arrival.key(), (key, before) -> Optional.of(arrival.payload()));
    }

    boolean has(String key) {
        return byKey.getOrDefault(key, Optional.empty()).isPresent();
    }

    /** What came, and the end of waiting for it. */
    Optional<JsonNode> end(String key) {
        Optional<JsonNode> came = byKey.remove(key);
        return came == null ? Optional.empty() : came;
    }
}
