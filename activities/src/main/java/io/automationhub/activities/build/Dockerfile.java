package io.automationhub.activities.build;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Dockerfile's lines and what stands on them, read as the engine does: parser directives, continued lines, comments.
 * Where reading takes more than that (here-documents, an odd escape), there is no answer.
 *
 * @param lines without line ends
 * @param instructions in order
 */
record Dockerfile(List<String> lines, List<Instruction> instructions) {

    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(\\S.*?)\\s*");
    private static final String HEREDOC = "<<";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    Dockerfile {
        lines = List.copyOf(lines);
        instructions = List.copyOf(instructions);
    }

    /**
     * One instruction.
     *
     * @param first number of its first line, from 0
     * @param last number of its last line; comments and empty lines between are part of it
     * @param keyword in capitals
     * @param text all of it on one line
     */
    record Instruction(int first, int last, String keyword, String text) {

        /** Its words, the keyword included. */
        List<String> words() {
            return List.of(text.split("\\s+"));
        }

        boolean isFrom() {
            return keyword.equals("FROM");
        }

        /** The name a {@code FROM} gives its stage, in small letters. */
        @Nullable
        String stageName() {
            List<String> words = words();
            int as = words.size() - 2;
            boolean named = as > 0 && words.get(as).equalsIgnoreCase("AS");
            return named ? words.getLast().toLowerCase(Locale.ROOT) : null;
        }
    }

    /** Reads a Dockerfile; empty when something is not understood. */
    static Optional<Dockerfile> read(String text) {
        Reader reader = new Reader(List.of(text.split("\n", -1)));
        return reader.read() ? Optional.of(new Dockerfile(reader.lines, reader.instructions)) : Optional.empty();
    }

    /**
     * The instructions of a stage, {@code FROM} first; none when there is no such stage.
     *
     * @param target name or number; null for the last
     */
    List<Instruction> stage(@Nullable String target) {
        List<List<Instruction>> stages = new ArrayList<>();
        for (Instruction instruction : instructions) {
            if (instruction.isFrom()) {
                stages.add(new ArrayList<>());
            }
            if (!stages.isEmpty()) {
                stages.getLast().add(instruction);
            }
        }
        if (target == null) {
            return stages.isEmpty() ? List.of() : stages.getLast();
        }
        String wanted = target.toLowerCase(Locale.ROOT);
        for (int number = 0; number < stages.size(); number++) {
            String name = stages.get(number).getFirst().stageName();
            if (wanted.equals(name == null ? String.valueOf(number) : name)) {
                return stages.get(number);
            }
        }
        return List.of();
    }

    private static final class Reader {

        private final List<String> lines;
        private final List<Instruction> instructions = new ArrayList<>();
        private char escape = '\\';

        Reader(List<String> lines) {
            this.lines = lines;
        }

        boolean read() {
            boolean directives = true;
            StringBuilder text = new StringBuilder();
            int first = -1;
            for (int number = 0; number < lines.size(); number++) {
                String line = line(number);
                if (directives) {
                    Matcher directive = DIRECTIVE.matcher(line);
                    directives = directive.matches();
                    if (directives && !heed(directive.group(1), directive.group(2), number)) {
                        return false;
                    }
                }
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                first = first < 0 ? number : first;
                if (line.charAt(line.length() - 1) != escape) {
                    text.append(line);
                    if (!take(text.toString().strip(), first, number)) {
                        return false;
                    }
                    text.setLength(0);
                    first = -1;
                } else if (line.length() > 1 && line.charAt(line.length() - 2) == escape) {
                    return false; // engines disagree on whether this goes on
                } else {
                    text.append(line, 0, line.length() - 1).append(' ');
                }
            }
            return first < 0;
        }

        private String line(int number) {
            String line = lines.get(number);
            boolean marked = number == 0 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
            return (marked ? line.substring(1) : line).strip();
        }

        /** Which directives there are, and so where they end, differs between engines; on the first line all heed them. */
        private boolean heed(String directive, String value, int line) {
            if (!directive.equalsIgnoreCase("escape")) {
                return true;
            }
            escape = value.charAt(0);
            return line == 0 && (value.equals("\\") || value.equals("`"));
        }

        private boolean take(String text, int first, int last) {
            if (text.contains(HEREDOC)) {
                return false;
            }
            int end = 0;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            instructions.add(new Instruction(first, last, text.substring(0, end).toUpperCase(Locale.ROOT), text));
            return true;
        }
    }
}
