package io.automationhub.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.benchmarks.figures.Result;
import io.automationhub.benchmarks.figures.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The figures of one run, for people and for programs. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Report() {}

    /** A table, with what each value is made of below it. */
    static void print(List<Result> results, Scale scale) {
        System.out.println();
        System.out.println(machine() + (scale.quick() ? ", quick run: not the figures as defined" : ""));
        System.out.println();
        System.out.printf("| %-70s | %-18s | %-16s | %-4s |%n", "figure", "must", "measured", "");
        System.out.printf("| %s | %s | %s | %s |%n", "-".repeat(70), "-".repeat(18), "-".repeat(16), "-".repeat(4));
        for (Result result : results) {
            String met = result.met() == null ? "" : result.met() ? "ok" : "MISS";
            System.out.printf(
                    "| %-70s | %-18s | %-16s | %-4s |%n", result.figure(), result.must(), result.measured(), met);
        }
        System.out.println();
        for (Result result : results) {
            System.out.println(result.figure());
            result.details().forEach((name, value) -> System.out.println("    " + name + ": " + value));
        }
    }

    /** The same as a file. */
    static void write(List<Result> results, Scale scale, Path file) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        document.put("at", Instant.now().toString()).put("machine", machine()).put("quick", scale.quick());
        ArrayNode figures = document.putArray("figures");
        results.forEach(result -> figures.add(JSON.valueToTree(result)));
        Files.createDirectories(file.toAbsolutePath().getParent());
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), document);
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%d cores, %.0f GB, Java %s",
                Runtime.getRuntime().availableProcessors(),
                totalMemory(),
                Runtime.version().feature());
    }

    private static double totalMemory() {
        try {
            String line = Files.readAllLines(Path.of("/proc/meminfo")).getFirst();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0 / 1024.0;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
