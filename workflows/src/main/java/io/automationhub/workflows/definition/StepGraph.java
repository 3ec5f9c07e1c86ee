package io.automationhub.workflows.definition;

import io.automationhub.workflows.definition.StepDefinition.ErrorHandler;
import io.automationhub.workflows.problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of a definition, those of error handlers included, and what comes before what. */
final class StepGraph {

    /**
     * A step in its place.
     *
     * @param pointer JSON Pointer of the step
     * @param handles id of the step whose failure it handles, or null
     */
    record Node(
            StepDefinition step, String pointer, @Nullable String handles) {
        String id() {
            return step.id();
        }
    }

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Set<String>> ancestors = new LinkedHashMap<>();
    private final List<Node> order = new ArrayList<>();
    private final Source source;
    private final List<FieldError> errors;
    private boolean sound = true;

    private StepGraph(Source source, List<FieldError> errors) {
        this.source = source;
        this.errors = errors;
    }

    static StepGraph of(WorkflowDefinition definition, Source source, List<FieldError> errors) {
        StepGraph graph = new StepGraph(source, errors);
        graph.add(definition.steps(), "/steps", null);
        graph.checkNeeds();
        if (graph.sound) {
            graph.sort();
        }
        return graph;
    }

    /** Whether ids are unique, needs exist and there is no cycle. */
    boolean isSound() {
        return sound;
    }

    /** In the author's order. */
    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Each after what it needs; steps of a handler right after theirs. */
    List<Node> inOrder() {
        return order;
    }

    @Nullable
    Node find(String id) {
        return nodes.get(id);
    }

    Set<String> ids() {
        return nodes.keySet();
    }

    /** Ids of the steps that are final when this one is considered. */
    Set<String> before(String id) {
        return ancestors.getOrDefault(id, Set.of());
    }

    List<String> handlersOf(String id) {
        return nodes.values().stream()
                .filter(node -> id.equals(node.handles()))
                .map(Node::id)
                .toList();
    }

    private void add(List<StepDefinition> steps, String pointer, @Nullable String handles) {
        for (int i = 0; i < steps.size(); i++) {
            StepDefinition step = steps.get(i);
            String at = Pointers.child(pointer, i);
            if (nodes.putIfAbsent(step.id(), new Node(step, at, handles)) != null) {
                error(at + "/id", "There are two steps with the id '" + step.id() + "'");
            }
            ErrorHandler handler = step.onError();
            if (handler != null) {
                add(handler.steps(), at + "/onError/steps", step.id());
            }
        }
    }

    private void checkNeeds() {
        for (Node node : nodes.values()) {
            List<String> needs = node.step().needs();
            for (int i = 0; i < needs.size(); i++) {
                Node needed = nodes.get(needs.get(i));
                String at = node.pointer() + "/needs/" + i;
                if (needed == null) {
                    error(at, "There is no step '" + needs.get(i) + "'" + Suggestions.of(needs.get(i), nodes.keySet()));
                } else if (!Objects.equals(needed.handles(), node.handles())) {
                    error(at, "A step of an error handler and a step outside it cannot need each other");
                }
            }
        }
    }

    private void sort() {
        Set<String> done = new LinkedHashSet<>();
        List<Node> open = new ArrayList<>(
                nodes.values().stream().filter(node -> node.handles() == null).toList());
        place(open, done, Set.of());
    }

    /** Takes whatever has its needs, in the author's order, until nothing is left or only cycles are. */
    private void place(List<Node> open, Set<String> done, Set<String> outer) {
        boolean moved = true;
        while (moved && !open.isEmpty()) {
            moved = false;
            for (Node node : List.copyOf(open)) {
                if (done.containsAll(node.step().needs())) {
                    open.remove(node);
                    done.add(node.id());
                    order.add(node);
                    moved = true;
                    Set<String> before = new LinkedHashSet<>(outer);
                    node.step().needs().forEach(need -> {
                        before.addAll(ancestors.getOrDefault(need, Set.of()));
                        before.add(need);
                    });
                    ancestors.put(node.id(), before);
                    placeHandlers(node, before);
                }
            }
        }
        if (!open.isEmpty()) {
            Node first = open.getFirst();
            error(first.pointer() + "/needs", "The steps " + cycle(first) + " need each other in a circle");
        }
    }

    private void placeHandlers(Node node, Set<String> before) {
        List<Node> handlers = new ArrayList<>(nodes.values().stream()
                .filter(other -> node.id().equals(other.handles()))
                .toList());
        if (!handlers.isEmpty()) {
            Set<String> outer = new LinkedHashSet<>(before);
            outer.add(node.id());
            place(handlers, new LinkedHashSet<>(), outer);
        }
    }

    private String cycle(Node start) {
        List<String> path = new ArrayList<>();
        Node at = start;
        while (at != null && !path.contains(at.id())) {
            path.add(at.id());
            at = at.step().needs().stream()
                    .filter(need -> !ancestors.containsKey(need))
                    .map(nodes::get)
                    .findFirst()
                    .orElse(null);
        }
        if (at != null) {
            path.subList(0, path.indexOf(at.id())).clear();
            path.add(at.id());
        }
        return String.join(" → ", path);
    }

    private void error(String pointer, String detail) {
        sound = false;
        errors.add(source.error(pointer, detail));
    }
}
