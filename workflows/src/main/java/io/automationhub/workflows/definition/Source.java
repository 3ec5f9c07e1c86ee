package io.automationhub.workflows.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.FieldError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition as a tree, with where each value stands in the text.
 *
 * @param tree the values
 * @param lines line, from 1, by JSON Pointer; empty when there was no text
 */
record Source(JsonNode tree, Map<String, Integer> lines) {

    /** The error, with the line of the value or of the nearest one around it. */
    FieldError error(String pointer, String detail) {
        Integer line = line(pointer);
        return new FieldError(pointer, line == null ? detail : detail + " (line " + line + ")");
    }

    private @Nullable Integer line(String pointer) {
        String at = pointer;
        while (true) {
            Integer line = lines.get(at);
            if (line != null || at.isEmpty()) {
                return line;
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
    }
}
