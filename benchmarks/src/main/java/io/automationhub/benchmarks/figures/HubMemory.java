package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.parts.Memory;
import java.util.List;
import java.util.Map;

/** Resident memory of the hub's virtual machine alone, after it was left alone for some seconds. */
public final class HubMemory implements Figure {

    private final String when;
    private final double limit;

    /** Memory at the point of the run that the name tells. */
    public HubMemory(String when, double limitMebibytes) {
        this.when = when;
        this.limit = limitMebibytes;
    }

    @Override
    public List<Result> measure(Bench bench) throws InterruptedException {
        Thread.sleep(bench.scale().idleSeconds() * 1000L);
        ProcessHandle hub = bench.hub().process();
        return List.of(Result.atMost(
                "hub resident memory (JVM alone) " + when,
                limit,
                Memory.resident(hub),
                "MB",
                "",
                Map.of("proportional MB", Statistics.rounded(Memory.proportional(hub)))));
    }
}
