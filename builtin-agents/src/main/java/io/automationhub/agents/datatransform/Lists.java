package io.automationhub.agents.datatransform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.agents.ItemExpression;
import io.automationhub.agents.Limits;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done with lists. Order is kept wherever it is not asked to be changed. */
final class Lists {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_JOINED = 200_000;

    record MapItems(
            List<JsonNode> items,
            @Nullable String to,
            @Nullable Map<String, String> fields,
            @Nullable JsonNode vars) {}

    record Filter(
            List<JsonNode> items, String where, @Nullable JsonNode vars) {}

    record Sort(List<JsonNode> items, List<Key> by) {}

    record Key(String key, @Nullable String order) {}

    record Group(List<JsonNode> items, String by) {}

    record Join(List<JsonNode> left, List<JsonNode> right, String leftKey, String rightKey, String type) {}

    record Flatten(List<JsonNode> items, int depth) {}

    record Distinct(List<JsonNode> items, @Nullable String by) {}

    record Pick(
            List<JsonNode> items,
            @Nullable List<String> keys,
            @Nullable List<String> omit) {}

    record Items(List<JsonNode> items, int count) {

        static Items of(List<JsonNode> items) {
            return new Items(items, items.size());
        }
    }

    record Groups(List<OneGroup> groups, int count) {}

    record OneGroup(JsonNode key, List<JsonNode> items, int count) {}

    record Joined(List<Pair> items, int count) {}

    record Pair(JsonNode left, JsonNode right) {}

    private Lists() {}

    static Items map(MapItems in, CapabilityContext context) {
        if ((in.to() == null) == (in.fields() == null)) {
            throw ProblemException.invalid("/to", "Give either an expression for the whole item, or fields");
        }
        Limits limits = Limits.begin(context);
        Object vars = Values.of(in.vars());
        List<JsonNode> made = new ArrayList<>();
        for (int i = 0; i < in.items().size(); i++) {
            JsonNode item = in.items().get(i);
            if (in.fields() == null) {
                made.add(new ItemExpression(String.valueOf(in.to()), "/to").of(item, i, vars, limits));
            } else {
                ObjectNode object = JSON.objectNode();
                for (Map.Entry<String, String> field : in.fields().entrySet()) {
                    ItemExpression value = new ItemExpression(field.getValue(), "/fields/" + field.getKey());
                    object.set(field.getKey(), value.of(item, i, vars, limits));
                }
                made.add(object);
            }
        }
        return checked(made);
    }

    static Items filter(Filter in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        ItemExpression where = new ItemExpression(in.where(), "/where");
        Object vars = Values.of(in.vars());
        List<JsonNode> kept = new ArrayList<>();
        for (int i = 0; i < in.items().size(); i++) {
            if (where.holds(in.items().get(i), i, vars, limits)) {
                kept.add(in.items().get(i));
            }
        }
        return Items.of(kept);
    }

    static Items sort(Sort in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        List<Keyed> keyed = new ArrayList<>();
        for (int i = 0; i < in.items().size(); i++) {
            List<JsonNode> keys = new ArrayList<>();
            for (int k = 0; k < in.by().size(); k++) {
                ItemExpression key = new ItemExpression(in.by().get(k).key(), "/by/" + k + "/key");
                keys.add(key.of(in.items().get(i), i, Values.NULL, limits));
            }
            keyed.add(new Keyed(keys, in.items().get(i)));
        }
        Comparator<Keyed> order = order(in.by().getFirst(), 0);
        for (int k = 1; k < in.by().size(); k++) {
            order = order.thenComparing(order(in.by().get(k), k));
        }
        return Items.of(keyed.stream().sorted(order).map(Keyed::item).toList());
    }

    /** An item with what it is ordered by. */
    private record Keyed(List<JsonNode> keys, JsonNode item) {}

    private static Comparator<Keyed> order(Key by, int at) {
        Comparator<Keyed> order = Comparator.comparing(each -> each.keys().get(at), JsonOrder.INSTANCE);
        return "desc".equals(by.order()) ? order.reversed() : order;
    }

    static Groups group(Group in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        ItemExpression by = new ItemExpression(in.by(), "/by");
        Map<JsonNode, List<JsonNode>> groups = new LinkedHashMap<>();
        for (int i = 0; i < in.items().size(); i++) {
            JsonNode key = JsonOrder.normal(by.of(in.items().get(i), i, Values.NULL, limits));
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(in.items().get(i));
        }
        List<OneGroup> found = groups.entrySet().stream()
                .map(group -> new OneGroup(
                        group.getKey(), group.getValue(), group.getValue().size()))
                .toList();
        return new Groups(found, found.size());
    }

    static Joined join(Join in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        ItemExpression leftKey = new ItemExpression(in.leftKey(), "/leftKey");
        ItemExpression rightKey = new ItemExpression(in.rightKey(), "/rightKey");
        Map<JsonNode, List<JsonNode>> right = new LinkedHashMap<>();
        for (int i = 0; i < in.right().size(); i++) {
            JsonNode key = JsonOrder.normal(rightKey.of(in.right().get(i), i, Values.NULL, limits));
            right.computeIfAbsent(key, any -> new ArrayList<>()).add(in.right().get(i));
        }
        List<JsonNode> alone = in.type().equals("left") ? List.of(JSON.nullNode()) : List.of();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < in.left().size(); i++) {
            JsonNode key = JsonOrder.normal(leftKey.of(in.left().get(i), i, Values.NULL, limits));
            // As in SQL, null is the key of nothing.
            for (JsonNode match : key.isNull() ? alone : right.getOrDefault(key, alone)) {
                pairs.add(new Pair(in.left().get(i), match));
                if (pairs.size() > MAX_JOINED) {
                    throw new ProblemException(
                            ProblemType.TOO_LARGE, "The join makes more than " + MAX_JOINED + " pairs");
                }
            }
        }
        long size = pairs.stream()
                .mapToLong(pair -> roughly(pair.left()) + roughly(pair.right()))
                .sum();
        if (size > Limits.MAX_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "The join is larger than " + Limits.MAX_BYTES + " bytes");
        }
        return new Joined(pairs, pairs.size());
    }

    static Items flatten(Flatten in, CapabilityContext context) {
        Limits.begin(context);
        List<JsonNode> flat = in.items();
        for (int i = 0; i < in.depth() && flat.stream().anyMatch(JsonNode::isArray); i++) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode item : flat) {
                if (item.isArray()) {
                    item.forEach(next::add);
                } else {
                    next.add(item);
                }
            }
            flat = next;
        }
        return Items.of(flat);
    }

    static Items distinct(Distinct in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        Set<JsonNode> seen = new LinkedHashSet<>();
        List<JsonNode> kept = new ArrayList<>();
        for (int i = 0; i < in.items().size(); i++) {
            JsonNode item = in.items().get(i);
            JsonNode key = in.by() == null ? item : new ItemExpression(in.by(), "/by").of(item, i, Values.NULL, limits);
            if (seen.add(JsonOrder.normal(key))) {
                kept.add(item);
            }
        }
        return Items.of(kept);
    }

    static Items pick(Pick in, CapabilityContext context) {
        if ((in.keys() == null) == (in.omit() == null)) {
            throw ProblemException.invalid("/keys", "Give either the keys to keep, or those to omit");
        }
        Limits.begin(context);
        List<JsonNode> picked = new ArrayList<>();
        for (int i = 0; i < in.items().size(); i++) {
            if (!(in.items().get(i) instanceof ObjectNode object)) {
                throw ProblemException.invalid("/items/" + i, "Must be an object");
            }
            ObjectNode copy = JSON.objectNode();
            if (in.keys() != null) {
                in.keys().stream().filter(object::has).forEach(key -> copy.set(key, object.get(key)));
            } else {
                copy.setAll(object);
                copy.remove(in.omit() == null ? List.of() : in.omit());
            }
            picked.add(copy);
        }
        return Items.of(picked);
    }

    private static Items checked(List<JsonNode> items) {
        ArrayNode all = JSON.arrayNode();
        items.forEach(all::add);
        Limits.check(all, "result");
        return Items.of(items);
    }

    /** Bytes as JSON, about. */
    private static long roughly(JsonNode value) {
        if (value.isContainerNode()) {
            long size = 2;
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                size += field.getKey().length() + 4 + roughly(field.getValue());
            }
            for (JsonNode element : value.isArray() ? value : JSON.arrayNode()) {
                size += 1 + roughly(element);
            }
            return size;
        }
        return value.isTextual() ? value.textValue().length() + 2L : 8;
    }
}
