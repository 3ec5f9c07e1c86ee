package io.automationhub.activities.build;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Labels set where an image begins instead of where it ends. The classic builder makes a container and a layer for every
 * instruction: at the end, labels cost that in each build; right after {@code FROM} they come out of its cache.
 *
 * <p>Reads a Dockerfile as the engine does (parser directives, continued lines, comments); where that would take more, it
 * says so by an empty answer and the labels are left to the builder.
 */
final class EarlyLabels {

    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(\\S.*?)\\s*");
    /** What needs no quotes in an instruction, and no thought of variables. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./_:-]+");

    private static final String HEREDOC = "<<";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** A build stage by its lower-case name, if it has one, and the last line of its FROM. */
    private record Stage(@Nullable String name, int line) {}

    private final List<String> lines;
    private final List<Stage> stages = new ArrayList<>();
    private char escape = '\\';

    private EarlyLabels(String dockerfile) {
        this.lines = new ArrayList<>(Arrays.asList(dockerfile.split("\n", -1)));
    }

    /**
     * The Dockerfile with the labels.
     *
     * @param target name or number of the stage the image is of; null for the last
     */
    static Optional<String> in(String dockerfile, @Nullable String target, Map<String, String> labels) {
        boolean plain = labels.entrySet().stream()
                .allMatch(label -> PLAIN.matches(label.getKey()) && PLAIN.matches(label.getValue()));
        EarlyLabels file = new EarlyLabels(dockerfile);
        if (!plain || labels.isEmpty() || !file.read()) {
            return Optional.empty();
        }
        return file.stage(target).map(stage -> file.with(stage, labels));
    }

    private String with(Stage stage, Map<String, String> labels) {
        lines.add(
                stage.line() + 1,
                new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(" ", "LABEL ", "")));
        return String.join("\n", lines);
    }

    private Optional<Stage> stage(@Nullable String target) {
        if (stages.isEmpty()) {
            return Optional.empty();
        }
        if (target == null) {
            return Optional.of(stages.getLast());
        }
        String name = target.toLowerCase(Locale.ROOT);
        for (int number = 0; number < stages.size(); number++) {
            Stage stage = stages.get(number);
            if (name.equals(stage.name()) || (stage.name() == null && name.equals(String.valueOf(number)))) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    /** Finds the stages; false when something is not understood. */
    private boolean read() {
        boolean directives = true;
        StringBuilder instruction = new StringBuilder();
        boolean continued = false;
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
            continued = line.charAt(line.length() - 1) == escape;
            if (!continued) {
                instruction.append(line);
                if (!take(instruction.toString(), number)) {
                    return false;
                }
                instruction.setLength(0);
            } else if (line.length() > 1 && line.charAt(line.length() - 2) == escape) {
                return false; // engines disagree on whether this goes on
            } else {
                instruction.append(line, 0, line.length() - 1).append(' ');
            }
        }
        return !continued;
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

    private boolean take(String instruction, int line) {
        if (instruction.contains(HEREDOC)) {
            return false;
        }
        List<String> words = List.of(instruction.strip().split("\\s+"));
        if (words.getFirst().equalsIgnoreCase("FROM")) {
            int as = words.size() - 2;
            boolean named = as > 0 && words.get(as).equalsIgnoreCase("AS");
            stages.add(new Stage(named ? words.getLast().toLowerCase(Locale.ROOT) : null, line));
        }
        return true;
    }
}
