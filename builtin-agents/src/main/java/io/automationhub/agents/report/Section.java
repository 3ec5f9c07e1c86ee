package io.automationhub.agents.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a report: what it has is shown in the order title, text, key figures, table, chart. */
record Section(
        @Nullable String title,
        @Nullable String text,
        @Nullable List<KeyFigure> figures,
        @Nullable Table table,
        @Nullable Chart chart) {

    record KeyFigure(String label, JsonNode value) {}

    /**
     * Rows are objects or lists.
     *
     * @param columns keys and their order; those of the first row when null
     */
    record Table(@Nullable List<String> columns, List<JsonNode> rows) {

        /** Names of the columns; empty for lists without names. */
        List<String> names() {
            if (columns != null) {
                return columns;
            }
            return rows.isEmpty()
                    ? List.of()
                    : rows.getFirst().properties().stream()
                            .map(Map.Entry::getKey)
                            .toList();
        }

        /** Cells of a row, one for each name where there are names. */
        List<JsonNode> cells(JsonNode row) {
            if (row.isArray()) {
                return row.valueStream().toList();
            }
            return names().stream().map(name -> cell(row, name)).toList();
        }

        private static JsonNode cell(JsonNode row, String name) {
            JsonNode cell = row.get(name);
            return cell == null ? JsonNodeFactory.instance.nullNode() : cell;
        }
    }

    record Chart(List<Bar> bars) {}

    record Bar(String label, double value) {}

    /** A value as people read it: null is nothing, lists and objects are JSON. */
    static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isFloatingPointNumber() && Double.isFinite(value.doubleValue())) {
            return Numbers.plain(value.decimalValue());
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}
