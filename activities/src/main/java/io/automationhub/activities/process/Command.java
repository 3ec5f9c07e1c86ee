package io.automationhub.activities.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program to run. The environment is exactly what is given here plus {@code PATH}, {@code LANG} and
 * {@link ProcessTree#MARKER}; nothing is inherited.
 *
 * @param arguments the program and its arguments; no shell reads them
 * @param directory where it runs
 * @param environment its variables; never logged
 * @param marker tells its processes from others', so that they can be found after a crash of the hub
 * @param timeout how long it may take
 * @param maxOutput bytes it may write to both streams together before it is stopped
 */
public record Command(
        List<String> arguments,
        Path directory,
        Map<String, String> environment,
        String marker,
        Duration timeout,
        long maxOutput) {

    /** Characters of a line that are passed on; the rest of a longer one is dropped. */
    public static final int MAX_LINE = 8192;

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("An argument holds a NUL character");
            }
        }
    }

    /** The program with more arguments behind those it has. */
    public Command with(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Command(all, directory, environment, marker, timeout, maxOutput);
    }

    /** Names the program only: arguments may hold what is not for a log. */
    @Override
    public String toString() {
        return arguments.getFirst();
    }
}
