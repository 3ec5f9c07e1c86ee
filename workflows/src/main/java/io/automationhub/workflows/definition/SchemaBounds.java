package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.FieldError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What checking a value against a JSON Schema can cost, told from the schema alone. References multiply: a dozen definitions
 * that each refer to the next one twice are thousands of checks of one value, and one that refers to itself in place never
 * ends. A schema within these bounds may refer to itself further down, as trees and lists do, once for each part of a value.
 */
final class SchemaBounds {

    /** The most checks of a value and of one part at each level below it. */
    static final long MOST = 20_000;

    /** The deepest values that are considered; what the hub reads is no deeper. */
    private static final int LEVELS = 64;

    /** The longest way from reference to reference at one place. */
    private static final int CHAIN = 200;

    private static final Set<String> SAME_PLACE_ONE = Set.of("not", "if", "then", "else");
    private static final Set<String> SAME_PLACE_MANY = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> OBJECT_ONE =
            Set.of("additionalProperties", "propertyNames", "unevaluatedProperties");
    private static final Set<String> ARRAY_ONE = Set.of("items", "contains", "unevaluatedItems");

    private final JsonNode root;
    private final Map<String, JsonNode> anchors = new LinkedHashMap<>();
    private final IdentityHashMap<JsonNode, Part> parts = new IdentityHashMap<>();
    private final List<Part> order = new ArrayList<>();
    private final List<FieldError> problems = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    private SchemaBounds(JsonNode root) {
        this.root = root;
    }

    /** A schema whose keywords were not looked at yet. */
    private record Open(Part part, JsonNode schema, String pointer) {}

    /** One schema within the schema, with those it leads to. */
    private static final class Part {
        private final List<Part> same = new ArrayList<>();
        private final List<Part> properties = new ArrayList<>();
        private final List<Part> object = new ArrayList<>();
        private final List<Part> prefix = new ArrayList<>();
        private final List<Part> array = new ArrayList<>();
        private boolean entered;
        private boolean placed;
        private long self;
        private long ofObject;
        private long ofArray;
        private long before;
        private long total;
    }

    /** What is wrong with a schema that is one; empty when it may be used. */
    static List<FieldError> problemsOf(JsonNode schema) {
        SchemaBounds bounds = new SchemaBounds(schema);
        bounds.anchors(schema);
        Part whole = bounds.part(schema, "");
        while (!bounds.open.isEmpty()) {
            bounds.lookInto(bounds.open.pop());
        }
        if (bounds.problems.isEmpty()) {
            bounds.place(whole, 0);
        }
        if (bounds.problems.isEmpty() && bounds.isTooCostly()) {
            bounds.problems.add(new FieldError(
                    "",
                    "The schema refers to itself, or from part to part, so often that checking a value is too costly"));
        }
        return bounds.problems;
    }

    private void anchors(JsonNode node) {
        for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
            if (node.path(keyword).isTextual()) {
                anchors.put("#" + node.path(keyword).textValue(), node);
            }
        }
        node.forEach(this::anchors);
    }

    private Part part(JsonNode schema, String pointer) {
        Part known = parts.get(schema);
        if (known != null) {
            return known;
        }
        Part part = new Part();
        parts.put(schema, part);
        open.push(new Open(part, schema, pointer));
        return part;
    }

    private void lookInto(Open next) {
        next.schema().properties().forEach(entry -> {
            String at = Pointers.child(next.pointer(), entry.getKey());
            keyword(next.part(), entry.getKey(), entry.getValue(), at);
        });
    }

    private void keyword(Part part, String name, JsonNode value, String at) {
        if (name.equals("$ref") || name.equals("$dynamicRef")) {
            JsonNode target = target(value.asText());
            if (target == null) {
                problems.add(new FieldError(at, "There is nothing in the schema that this refers to"));
            } else {
                part.same.add(part(target, at));
            }
        } else if (SAME_PLACE_ONE.contains(name)) {
            part.same.add(part(value, at));
        } else if (SAME_PLACE_MANY.contains(name)) {
            each(part.same, value, at);
        } else if (name.equals("dependentSchemas")) {
            each(part.same, value, at);
        } else if (name.equals("properties")) {
            each(part.properties, value, at);
        } else if (name.equals("patternProperties")) {
            each(part.object, value, at);
        } else if (OBJECT_ONE.contains(name)) {
            part.object.add(part(value, at));
        } else if (name.equals("prefixItems")) {
            each(part.prefix, value, at);
        } else if (ARRAY_ONE.contains(name)) {
            part.array.add(part(value, at));
        }
    }

    private void each(List<Part> into, JsonNode schemas, String at) {
        schemas.properties().forEach(entry -> into.add(part(entry.getValue(), Pointers.child(at, entry.getKey()))));
        for (int i = 0; schemas.isArray() && i < schemas.size(); i++) {
            into.add(part(schemas.get(i), Pointers.child(at, i)));
        }
    }

    private @Nullable JsonNode target(String reference) {
        if (reference.equals("#")) {
            return root;
        }
        if (reference.startsWith("#/")) {
            JsonNode found = root.at(reference.substring(1));
            return found.isMissingNode() ? null : found;
        }
        return Optional.ofNullable(anchors.get(reference)).orElse(null);
    }

    /** Brings the parts into an order in which each comes after those it leads to at the same place. */
    private void place(Part part, int depth) {
        if (part.placed || !problems.isEmpty()) {
            return;
        }
        if (part.entered) {
            problems.add(new FieldError("", "The schema refers to itself without going deeper: no check would end"));
            return;
        }
        if (depth > CHAIN) {
            problems.add(new FieldError("", "The schema refers from part to part too often at one place"));
            return;
        }
        part.entered = true;
        part.same.forEach(next -> place(next, depth + 1));
        part.entered = false;
        part.placed = true;
        order.add(part);
    }

    /** Counts level by level, until no level adds anything. */
    private boolean isTooCostly() {
        parts.values().forEach(part -> place(part, 0));
        if (!problems.isEmpty()) {
            return false;
        }
        for (int level = 0; level <= LEVELS; level++) {
            boolean changed = false;
            for (Part part : order) {
                count(part);
                if (part.total > MOST) {
                    return true;
                }
                changed |= part.total != part.before;
            }
            if (!changed) {
                return false;
            }
            order.forEach(part -> part.before = part.total);
        }
        return false;
    }

    /** A value is an object or an array, and each of its parts is one property or one element. */
    private static void count(Part part) {
        part.self = 1;
        part.ofObject = greatest(part.properties) + sum(part.object);
        part.ofArray = greatest(part.prefix) + sum(part.array);
        for (Part same : part.same) {
            part.self += same.self;
            part.ofObject += same.ofObject;
            part.ofArray += same.ofArray;
        }
        part.total = Math.min(MOST + 1, part.self + Math.max(part.ofObject, part.ofArray));
        part.self = Math.min(MOST + 1, part.self);
        part.ofObject = Math.min(MOST + 1, part.ofObject);
        part.ofArray = Math.min(MOST + 1, part.ofArray);
    }

    private static long greatest(List<Part> parts) {
        return parts.stream().mapToLong(part -> part.before).max().orElse(0);
    }

    private static long sum(List<Part> parts) {
        return parts.stream().mapToLong(part -> part.before).sum();
    }
}
