package io.automationhub.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts of a hub with the embedded PostgreSQL and Temporal on data it already has, until {@code /health/ready} says
 * yes; from the start of the process, looked at every 10 ms. The first start, which makes the data, is told apart.
 */
public final class WarmStart implements Figure {

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        double cold = Statistics.seconds(bench.hub().start());
        List<Double> warm = new ArrayList<>();
        for (int i = 0; i < bench.scale().warmStarts(); i++) {
            bench.hub().stop();
            warm.add(Statistics.seconds(bench.hub().start()));
            bench.say("warm start: " + Result.text(warm.getLast()) + " s");
        }
        return List.of(Result.atMost(
                "warm start to /health/ready, embedded (median)",
                5,
                Statistics.median(warm),
                "s",
                "3 s",
                Map.of(
                        "first start with empty data s",
                        Statistics.rounded(cold),
                        "fastest s",
                        Statistics.rounded(Statistics.minimum(warm)),
                        "slowest s",
                        Statistics.rounded(Statistics.maximum(warm)),
                        "class cache",
                        bench.launch().cached())));
    }
}
