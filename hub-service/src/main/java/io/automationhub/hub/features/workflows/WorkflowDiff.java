package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.platform.web.JsonDifferences;
import io.automationhub.hub.platform.web.JsonDifferences.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How two definitions differ.
 *
 * @param from number of the one version, or {@code draft}
 * @param to the other
 * @param workflow differences outside the steps
 * @param steps those that were added, removed or changed
 * @param reordered whether steps of both stand in another order
 * @param text in the unified format
 * @param complete whether all differences are told
 */
public record WorkflowDiff(
        String from,
        String to,
        List<Difference> workflow,
        List<StepChange> steps,
        boolean reordered,
        String text,
        boolean complete) {

    private static final int MOST = 200;
    private static final String STEPS = "steps";

    /**
     * What happened to a step.
     *
     * @param pointer JSON Pointer to the step where it is, in the other definition unless it was removed
     * @param differences within the step; none for one that was added or removed
     */
    public record StepChange(String id, Change change, String pointer, List<Difference> differences) {}

    /** What can happen to a step. */
    public enum Change {
        @JsonProperty("added")
        ADDED,
        @JsonProperty("removed")
        REMOVED,
        @JsonProperty("changed")
        CHANGED
    }

    /** A definition by its name here, as a tree and as it was written. */
    record Side(String name, JsonNode tree, String text) {}

    static WorkflowDiff of(Side from, Side to) {
        JsonDifferences.Found outside = JsonDifferences.of(withoutSteps(from.tree()), withoutSteps(to.tree()), MOST);
        Map<String, Integer> left = places(from.tree());
        Map<String, Integer> right = places(to.tree());
        List<StepChange> steps = new ArrayList<>();
        boolean complete = outside.complete();
        for (Map.Entry<String, Integer> step : left.entrySet()) {
            Integer place = right.get(step.getKey());
            if (place == null) {
                steps.add(new StepChange(step.getKey(), Change.REMOVED, pointer(step.getValue()), List.of()));
            } else {
                JsonDifferences.Found inside =
                        JsonDifferences.of(at(from.tree(), step.getValue()), at(to.tree(), place), MOST);
                complete &= inside.complete();
                if (!inside.differences().isEmpty()) {
                    steps.add(new StepChange(step.getKey(), Change.CHANGED, pointer(place), inside.differences()));
                }
            }
        }
        right.forEach((id, place) -> {
            if (!left.containsKey(id)) {
                steps.add(new StepChange(id, Change.ADDED, pointer(place), List.of()));
            }
        });
        List<String> order = left.keySet().stream().filter(right::containsKey).toList();
        boolean reordered =
                !order.equals(right.keySet().stream().filter(left::containsKey).toList());
        String text = UnifiedDiff.of(from.name(), from.text(), to.name(), to.text());
        return new WorkflowDiff(from.name(), to.name(), outside.differences(), steps, reordered, text, complete);
    }

    private static JsonNode withoutSteps(JsonNode tree) {
        return ((ObjectNode) tree.deepCopy()).without(STEPS);
    }

    private static Map<String, Integer> places(JsonNode tree) {
        Map<String, Integer> places = new LinkedHashMap<>();
        JsonNode steps = tree.path(STEPS);
        for (int i = 0; i < steps.size(); i++) {
            places.put(steps.path(i).path("id").asText(), i);
        }
        return places;
    }

    private static JsonNode at(JsonNode tree, int place) {
        return tree.path(STEPS).path(place);
    }

    private static String pointer(int place) {
        return "/" + STEPS + "/" + place;
    }
}
