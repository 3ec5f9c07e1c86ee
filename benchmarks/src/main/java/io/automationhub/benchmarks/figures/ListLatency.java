package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.load.ConstantRate;
import io.automationhub.benchmarks.load.Latencies;
import io.automationhub.benchmarks.parts.Hub;
import java.util.List;
import java.util.Map;

/**
 * A page of 50 projects with API key, scope check, row-level security and rate limits, at a constant 500 requests a
 * second over 100 kept-alive connections. Latency counts from the planned time of a request. The generator runs on the
 * same processors and takes its share of them. Measured once the virtual machine has compiled what the lists need, which
 * takes it a minute on two slow cores; what the first clients of a fresh hub wait is told apart.
 */
public final class ListLatency implements Figure {

    private static final int RATE = 500;
    private static final int CONNECTIONS = 100;
    private static final int WARM_UP = 6;

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        Projects.ensure(bench.hub());
        Latencies first = load(bench, bench.scale().loadSeconds());
        load(bench, WARM_UP * bench.scale().loadSeconds());
        Latencies seen = load(bench, 2 * bench.scale().loadSeconds());
        if (seen.failed() > 0) {
            throw new IllegalStateException("Lists failed: " + seen.failures());
        }
        return List.of(Result.atMost(
                "list of 50 at 500 requests/s from 100 connections, 95th percentile",
                20,
                seen.p95(),
                "ms",
                "",
                Map.of(
                        "requests", seen.requests(),
                        "p50 ms", Statistics.rounded(seen.p50()),
                        "p99 ms", Statistics.rounded(seen.p99()),
                        "p95 ms in the first seconds of a fresh hub", Statistics.rounded(first.p95()))));
    }

    private static Latencies load(Bench bench, int seconds) throws InterruptedException {
        Hub hub = bench.hub();
        try (ConstantRate load = new ConstantRate(hub.port(), Projects.PATH, hub.headers(), RATE, CONNECTIONS)) {
            Thread.sleep(seconds * 1000L);
            return load.finish();
        }
    }
}
