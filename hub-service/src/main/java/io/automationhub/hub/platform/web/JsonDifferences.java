package io.automationhub.hub.platform.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where two JSON values differ, in the way of a JSON Patch (RFC 6902), each place with what was there and what is there.
 * Arrays are compared place by place. Bounded: so many differences, and long values shortened to text.
 */
public final class JsonDifferences {

    private static final int LONGEST = 2_000;
    private static final int SHOWN = 500;

    private final int most;
    private final List<Difference> found = new ArrayList<>();
    private boolean complete = true;

    private JsonDifferences(int most) {
        this.most = most;
    }

    /**
     * A place where they differ.
     *
     * @param pointer JSON Pointer (RFC 6901), empty for the whole value
     * @param from what was there; null where something was added
     * @param to what is there; null where something was removed
     */
    public record Difference(
            Kind op,
            String pointer,
            @Nullable JsonNode from,
            @Nullable JsonNode to) {}

    /** What happened at a place. */
    public enum Kind {
        @JsonProperty("add")
        ADD,
        @JsonProperty("remove")
        REMOVE,
        @JsonProperty("replace")
        REPLACE
    }

    /**
     * All differences, or the first ones.
     *
     * @param complete whether there are no more
     */
    public record Found(List<Difference> differences, boolean complete) {

        public Found {
            differences = List.copyOf(differences);
        }
    }

    /** Whether two values are the same. */
    public static boolean none(JsonNode from, JsonNode to) {
        return of(from, to, 1).differences().isEmpty();
    }

    /** The first differences in the order of the values; a value that is null is not there. */
    public static Found of(@Nullable JsonNode from, @Nullable JsonNode to, int most) {
        JsonDifferences differences = new JsonDifferences(most);
        differences.compare("", absent(from), absent(to));
        return new Found(differences.found, differences.complete);
    }

    private void compare(String pointer, JsonNode from, JsonNode to) {
        if (!complete || from.equals(to) || sameNumber(from, to)) {
            return;
        }
        if (from.isObject() && to.isObject()) {
            from.properties()
                    .forEach(entry ->
                            compare(child(pointer, entry.getKey()), entry.getValue(), to.path(entry.getKey())));
            to.properties().forEach(entry -> {
                if (!from.has(entry.getKey())) {
                    compare(child(pointer, entry.getKey()), MissingNode.getInstance(), entry.getValue());
                }
            });
        } else if (from.isArray() && to.isArray()) {
            for (int i = 0; complete && i < Math.max(from.size(), to.size()); i++) {
                compare(pointer + "/" + i, from.path(i), to.path(i));
            }
        } else if (found.size() == most) {
            complete = false;
        } else {
            Kind kind = from.isMissingNode() ? Kind.ADD : to.isMissingNode() ? Kind.REMOVE : Kind.REPLACE;
            found.add(new Difference(kind, pointer, shown(from), shown(to)));
        }
    }

    /** 1, 1.0 and the 1 of an expression are one number, and nodes of three types. */
    private static boolean sameNumber(JsonNode from, JsonNode to) {
        return from.isNumber() && to.isNumber() && from.decimalValue().compareTo(to.decimalValue()) == 0;
    }

    private static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode absent(@Nullable JsonNode value) {
        return value == null ? MissingNode.getInstance() : value;
    }

    private static @Nullable JsonNode shown(JsonNode value) {
        if (value.isMissingNode()) {
            return null;
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.length() <= LONGEST ? value : TextNode.valueOf(text.substring(0, SHOWN) + "…");
    }
}
