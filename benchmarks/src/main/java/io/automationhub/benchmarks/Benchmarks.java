package io.automationhub.benchmarks;

import io.automationhub.benchmarks.figures.Bench;
import io.automationhub.benchmarks.figures.DeploymentCost;
import io.automationhub.benchmarks.figures.DeploymentRatio;
import io.automationhub.benchmarks.figures.Figure;
import io.automationhub.benchmarks.figures.HubMemory;
import io.automationhub.benchmarks.figures.ListLatency;
import io.automationhub.benchmarks.figures.ListThroughput;
import io.automationhub.benchmarks.figures.Result;
import io.automationhub.benchmarks.figures.RunCost;
import io.automationhub.benchmarks.figures.Scale;
import io.automationhub.benchmarks.figures.SwitchLoss;
import io.automationhub.benchmarks.figures.WarmStart;
import io.automationhub.benchmarks.figures.WholeMemory;
import io.automationhub.benchmarks.figures.WorkflowSpeed;
import io.automationhub.benchmarks.parts.Hub;
import io.automationhub.benchmarks.parts.Launch;
import io.automationhub.benchmarks.parts.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures every figure on one hub, one after the other, and prints them side by side. {@code --quick} does less of
 * everything; {@code --only=NAME,NAME} leaves figures out.
 */
public final class Benchmarks {

    private static final String WARM_START = "start";
    private static final Path REPORT = Path.of("benchmarks/target/results.json");

    private Benchmarks() {}

    /** Ends with status 1 when a figure is not as it must be. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        Scale scale = given.contains("--quick") ? Scale.QUICK : Scale.FULL;
        List<String> only = given.stream()
                .filter(argument -> argument.startsWith("--only="))
                .flatMap(argument ->
                        List.of(argument.substring("--only=".length()).split(",")).stream())
                .toList();
        List<Result> results = measure(scale, only);
        Report.print(results, scale);
        System.out.println("As JSON: " + REPORT);
        if (results.stream().anyMatch(result -> Boolean.FALSE.equals(result.met()))) {
            System.exit(1);
        }
    }

    private static Map<String, Figure> figures() {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put(WARM_START, new WarmStart());
        figures.put("idle", new HubMemory("idle", 256));
        figures.put("slow", new DeploymentRatio("five-second", 5, 1.15, "1.05"));
        figures.put("trivial", new DeploymentRatio("trivial", 0, 1.6, "1.25"));
        figures.put("switches", new SwitchLoss());
        figures.put("latency", new ListLatency());
        figures.put("throughput", new ListThroughput());
        figures.put("loaded", new HubMemory("after the load test", 384));
        figures.put("runs", new RunCost());
        figures.put("workflows", new WorkflowSpeed());
        figures.put("deployments", new DeploymentCost());
        figures.put("memory", new WholeMemory());
        return figures;
    }

    private static List<Result> measure(Scale scale, List<String> only) throws Exception {
        Path folder = folder();
        Hub hub = new Hub(Launch.fromEnvironment(System.getenv()), folder);
        // Whoever interrupts the run gets everything cleaned up too.
        Thread end = new Thread(() -> close(hub));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            Bench bench = new Bench(hub, Launch.fromEnvironment(System.getenv()), folder, scale);
            List<Result> results = new ArrayList<>();
            for (Map.Entry<String, Figure> figure : figures().entrySet()) {
                // The hub has to be started in any case.
                if (only.isEmpty()
                        || only.contains(figure.getKey())
                        || figure.getKey().equals(WARM_START)) {
                    System.err.println(figure.getKey());
                    results.addAll(figure.getValue().measure(bench));
                    // What was measured stays when a later figure fails.
                    Report.write(results, scale, REPORT);
                }
            }
            return results;
        } finally {
            Runtime.getRuntime().removeShutdownHook(end);
            close(hub);
        }
    }

    private static void close(Hub hub) {
        try {
            Traces.removeAll(hub);
        } catch (RuntimeException e) {
            System.err.println("The engine could not be tidied up: " + e.getMessage());
        }
        hub.close();
    }

    /** PostgreSQL runs as an account of its own and has to get in. */
    private static Path folder() throws IOException {
        return Files.createTempDirectory(
                Path.of("/tmp"),
                "hub-bench",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
