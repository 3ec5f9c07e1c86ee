package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program and its arguments, written as a list or as one line. A line is split at blanks as a shell would; single quotes
 * keep everything, double quotes keep blanks, a backslash keeps the next character. No shell reads it, so what only a shell
 * understands (variables, pipes, redirections, several commands) is refused outside of single quotes rather than passed on
 * as text.
 */
final class ArgumentLine {

    private static final String SHELL = "|&;<>()$`\n";

    private final String line;
    private final List<String> arguments = new ArrayList<>();
    private @Nullable StringBuilder current;
    private int at;

    private ArgumentLine(String line) {
        this.line = line;
    }

    /**
     * Splits a line.
     *
     * @throws IllegalArgumentException when a quote is left open, nothing stands there, or it needs a shell
     */
    static List<String> split(String line) {
        return new ArgumentLine(line).split();
    }

    private List<String> split() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            switch (c) {
                case ' ', '\t' -> end();
                case '\'' -> quoted('\'');
                case '"' -> quoted('"');
                case '\\' -> argument().append(next());
                default -> argument().append(plain(c));
            }
        }
        end();
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("There is no program");
        }
        return List.copyOf(arguments);
    }

    private void quoted(char quote) {
        StringBuilder argument = argument();
        for (char c = next(); c != quote; c = next()) {
            if (quote == '\'') {
                argument.append(c);
            } else {
                argument.append(c == '\\' ? next() : c == '$' || c == '`' ? plain(c) : c);
            }
        }
    }

    private char next() {
        if (at == line.length()) {
            throw new IllegalArgumentException("A quote or backslash is left open");
        }
        return line.charAt(at++);
    }

    private static char plain(char c) {
        if (SHELL.indexOf(c) >= 0) {
            throw new IllegalArgumentException("No shell reads the line");
        }
        return c;
    }

    private StringBuilder argument() {
        if (current == null) {
            current = new StringBuilder();
        }
        return current;
    }

    private void end() {
        if (current != null) {
            arguments.add(current.toString());
            current = null;
        }
    }

    /** Reads either form. */
    static final class Reader extends StdDeserializer<List<String>> {

        private static final long serialVersionUID = 1;

        Reader() {
            super(List.class);
        }

        @Override
        public List<String> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return List.of(context.readValue(parser, String[].class));
            }
            try {
                return split(parser.getText());
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, "not a command line", e);
            }
        }
    }
}
