package io.automationhub.workflows.definition.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A text that may hold <code>${{ … }}</code>. <code>$${{</code> stands for a literal <code>${{</code>.
 *
 * @param parts literal text and expressions, in order
 */
public record Template(List<Part> parts) {

    private static final String OPEN = "${{";
    private static final String ESCAPED = "$${{";

    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of a template. */
    public sealed interface Part {}

    /** Text that stands for itself. */
    public record Literal(String text) implements Part {}

    /** The text between the braces, trimmed. */
    public record Embedded(String expression) implements Part {}

    /** Whether a text has an expression or an escape in it; cheap. */
    public static boolean isTemplate(String text) {
        return text.contains(OPEN);
    }

    /**
     * Splits a text.
     *
     * @throws ExpressionException when an expression is empty or does not end
     */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith(ESCAPED, at)) {
                literal.append(OPEN);
                at += ESCAPED.length();
            } else if (text.startsWith(OPEN, at)) {
                int end = end(text, at + OPEN.length());
                String expression = text.substring(at + OPEN.length(), end).strip();
                if (expression.isEmpty()) {
                    throw new ExpressionException("an expression is empty");
                }
                if (!literal.isEmpty()) {
                    parts.add(new Literal(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(new Embedded(expression));
                at = end + 2;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return new Template(parts);
    }

    /** Whether it is one expression and nothing else, so that the value keeps its type. */
    public boolean isAlone() {
        return parts.size() == 1 && parts.getFirst() instanceof Embedded;
    }

    /** The expressions in it, in order. */
    public List<String> expressions() {
        return parts.stream()
                .filter(Embedded.class::isInstance)
                .map(part -> ((Embedded) part).expression())
                .toList();
    }

    /** Finds the closing braces, minding string literals and braces of maps. */
    private static int end(String text, int from) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                if (depth > 0) {
                    depth--;
                } else if (text.startsWith("}}", i)) {
                    return i;
                } else {
                    throw new ExpressionException("an expression has a '}' too many");
                }
            }
        }
        throw new ExpressionException("an expression does not end: '}}' is missing");
    }
}
