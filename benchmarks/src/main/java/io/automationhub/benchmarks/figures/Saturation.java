package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.parts.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many requests as a server answers, from wrk with one thread. wrk is in C and takes about a tenth of a core here; a
 * generator that costs as much as the server would bring every ratio closer to 1.
 */
final class Saturation {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern BAD = Pattern.compile("Non-2xx|Socket errors");

    private Saturation() {}

    /**
     * Answered requests a second.
     *
     * @throws IllegalStateException when one failed
     */
    static double measure(int port, String path, Map<String, String> headers, int connections, Duration time) {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + connections, "-d" + time.toSeconds() + "s", "--timeout", "10s"));
        headers.forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
        command.add("http://127.0.0.1:" + port + path);
        String output = Commands.run(Path.of("."), command);
        Matcher rate = RATE.matcher(output);
        if (BAD.matcher(output).find() || !rate.find()) {
            throw new IllegalStateException("wrk on " + path + ": " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
