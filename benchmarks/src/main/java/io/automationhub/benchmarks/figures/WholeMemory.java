package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.parts.Hub;
import io.automationhub.benchmarks.parts.Memory;
import java.util.List;
import java.util.Map;

/**
 * Memory of the hub, PostgreSQL and Temporal together after all the work of the run: the resident memory of the hub and
 * of Temporal, and the proportional memory of PostgreSQL's processes, which share most of theirs.
 */
public final class WholeMemory implements Figure {

    @Override
    public List<Result> measure(Bench bench) throws InterruptedException {
        Thread.sleep(bench.scale().idleSeconds() * 1000L);
        Hub hub = bench.hub();
        double own = Memory.resident(hub.process());
        double temporal = sum(hub.children("server", "temporal-server"), false);
        double postgres = sum(hub.children("postgres"), true);
        if (temporal == 0 || postgres == 0) {
            throw new IllegalStateException("Temporal or PostgreSQL was not found among the hub's processes");
        }
        String work = bench.scale().runs() + " runs and " + bench.scale().deployments() + " deployments";
        return List.of(Result.atMost(
                "hub, PostgreSQL and Temporal together after " + work,
                900,
                own + temporal + postgres,
                "MB",
                "600 MB",
                Map.of(
                        "hub MB", Statistics.rounded(own),
                        "Temporal MB", Statistics.rounded(temporal),
                        "PostgreSQL MB", Statistics.rounded(postgres))));
    }

    private static double sum(List<ProcessHandle> processes, boolean proportional) {
        return processes.stream()
                .mapToDouble(process -> proportional ? Memory.proportional(process) : Memory.resident(process))
                .sum();
    }
}
