package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.parts.Counters;
import io.automationhub.benchmarks.parts.Deployed;
import io.automationhub.benchmarks.parts.SampleApp;
import java.util.List;
import java.util.Map;

/**
 * What a deployment costs the database, what the hub costs it when nothing happens taken off; and as many deployments
 * as a run of the benchmark is to have.
 */
public final class DeploymentCost implements Figure {

    private static final int LEAST = 3;

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        SampleApp app = SampleApp.create(bench.hub().sources().resolve("cost"), 0);
        Deployed deployed = Deployed.create(bench.hub(), "cost", app, 0);
        deployed.deployNewPage();

        Counters start = Counters.read(bench.hub());
        long idleBegan = System.nanoTime();
        Counters still = Counters.read(bench.hub()).since(start);
        double idleSeconds = (System.nanoTime() - idleBegan) / 1e9;

        int before = deployments(bench);
        int count = Math.max(LEAST, bench.scale().deployments() - before);
        Counters begin = Counters.read(bench.hub());
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            deployed.deployNewPage();
        }
        Counters all = Counters.read(bench.hub()).since(begin);
        double share = (System.nanoTime() - began) / 1e9 / idleSeconds;
        return List.of(
                Result.informing(
                        "transactions a deployment",
                        (all.commits() - share * still.commits()) / count,
                        "",
                        Map.of(
                                "WAL flushes",
                                Statistics.rounded((all.flushes() - share * still.flushes()) / count),
                                "deployments",
                                before + count)),
                Result.informing(
                        "transactions a second when nothing happens",
                        still.commits() / idleSeconds,
                        "",
                        Map.of("WAL flushes a second", Statistics.rounded(still.flushes() / idleSeconds))));
    }

    private static int deployments(Bench bench) {
        return bench.hub().api().get("/deployments?limit=200").path("items").size();
    }
}
