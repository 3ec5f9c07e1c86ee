package io.automationhub.activities.build;

import com.google.re2j.Pattern;
import io.automationhub.activities.build.Dockerfile.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An image's settings made before its last files instead of after them. The classic builder makes a container and a layer
 * for every instruction: behind files that change with each commit, settings cost that in each build; before them they
 * come out of its cache. The hub's labels stand right after {@code FROM}; what starts the image stands before the last
 * {@code COPY} or {@code ADD}. The image is the same: nothing that is moved has a part in making files.
 *
 * <p>Where that could not be told for sure, a Dockerfile stays as it is.
 */
final class EarlySettings {

    /** What needs no quotes in an instruction, and no thought of variables. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./_:-]+");

    private static final Set<String> FILES = Set.of("COPY", "ADD");
    /** The shell reads the variables of these, not the builder. */
    private static final Set<String> STARTS = Set.of("CMD", "ENTRYPOINT", "HEALTHCHECK");

    private static final Set<String> WITH_VARIABLES = Set.of("EXPOSE", "STOPSIGNAL");

    private EarlySettings() {}

    /**
     * The Dockerfile with the labels and its settings where they cost least.
     *
     * @param target name or number of the stage the image is of; null for the last
     * @return empty where the builder has to add the labels in the end
     */
    static Optional<String> in(String dockerfile, @Nullable String target, Map<String, String> labels) {
        boolean plain = labels.entrySet().stream()
                .allMatch(label -> PLAIN.matches(label.getKey()) && PLAIN.matches(label.getValue()));
        if (!plain || labels.isEmpty()) {
            return Optional.empty();
        }
        return Dockerfile.read(dockerfile)
                .filter(file -> !file.stage(target).isEmpty())
                .map(file -> rewritten(file, file.stage(target), labels));
    }

    private static String rewritten(Dockerfile file, List<Instruction> stage, Map<String, String> labels) {
        List<String> lines = new ArrayList<>(file.lines());
        List<Instruction> late = late(stage);
        List<String> moved = new ArrayList<>();
        late.forEach(each -> moved.addAll(lines.subList(each.first(), each.last() + 1)));
        for (Instruction each : late.reversed()) {
            lines.subList(each.first(), each.last() + 1).clear();
        }
        if (!late.isEmpty()) {
            lines.addAll(stage.get(lastFiles(stage)).first(), moved);
        }
        lines.add(stage.getFirst().last() + 1, line(labels));
        return String.join("\n", lines);
    }

    /** What stands behind the last files and might as well stand before them. */
    private static List<Instruction> late(List<Instruction> stage) {
        // Commands written without brackets mean what the SHELL before them says.
        boolean otherShell = stage.stream().anyMatch(each -> each.keyword().equals("SHELL"));
        int files = lastFiles(stage);
        if (otherShell || files < 0) {
            return List.of();
        }
        return stage.subList(files + 1, stage.size()).stream()
                .filter(EarlySettings::movable)
                .toList();
    }

    private static int lastFiles(List<Instruction> stage) {
        for (int i = stage.size() - 1; i >= 0; i--) {
            if (FILES.contains(stage.get(i).keyword())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean movable(Instruction instruction) {
        return STARTS.contains(instruction.keyword())
                || (WITH_VARIABLES.contains(instruction.keyword())
                        && !instruction.text().contains("$"));
    }

    private static String line(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(" ", "LABEL ", ""));
    }
}
