package io.automationhub.hub.features.logs;

import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.ids.RunId;
import org.jspecify.annotations.Nullable;

/**
 * Which lines: those of a whole group, or those of one step of it.
 *
 * @param group {@code run/<id>} or {@code instance/<name>}
 * @param step null for all of the group
 */
public record LogAddress(String group, @Nullable String step) {

    private static final int MAX_LENGTH = 200;

    /** All lines of a run, every step's in the order they came. */
    public static LogAddress run(RunId run) {
        return new LogAddress("run/" + run, null);
    }

    /** Where the lines of a stream are: {@code run/<id>/<step>} is a step of the group {@code run/<id>}. */
    public static LogAddress of(LogStream stream) {
        String name = clean(stream.value());
        int first = name.indexOf('/');
        int second = first < 0 ? -1 : name.indexOf('/', first + 1);
        if (second < 0 || !name.startsWith("run/")) {
            return new LogAddress(name, null);
        }
        return new LogAddress(name.substring(0, second), name.substring(second + 1));
    }

    /** Whether a line of the group is meant. */
    boolean includes(LogLine line) {
        return step == null || step.equals(line.step());
    }

    private static String clean(String name) {
        StringBuilder clean = new StringBuilder(Math.min(name.length(), MAX_LENGTH));
        name.codePoints()
                .limit(MAX_LENGTH)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '_' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
