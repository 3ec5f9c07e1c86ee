package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.load.ConstantRate;
import io.automationhub.benchmarks.load.Latencies;
import io.automationhub.benchmarks.parts.Deployed;
import io.automationhub.benchmarks.parts.SampleApp;
import java.util.List;
import java.util.Map;

/**
 * Requests lost or answered with anything but success while one environment is deployed to again and again under a
 * constant 200 requests a second over 20 kept-alive connections through the edge. No request is asked twice.
 */
public final class SwitchLoss implements Figure {

    private static final int RATE = 200;
    private static final int CONNECTIONS = 20;
    private static final int DRAIN_SECONDS = 5;

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        SampleApp app = SampleApp.create(bench.hub().sources().resolve("switches"), 0);
        Deployed deployed = Deployed.create(bench.hub(), "switches", app, DRAIN_SECONDS);
        deployed.deployNewPage();
        int switches = bench.scale().switches();
        try (ConstantRate load = new ConstantRate(bench.hub().edgePort(), "/", deployed.headers(), RATE, CONNECTIONS)) {
            for (int i = 0; i < switches; i++) {
                deployed.deployNewPage();
            }
            Latencies seen = load.finish();
            bench.say(switches + " switches: " + seen.failed() + " of " + seen.requests() + " requests failed");
            return List.of(Result.atMost(
                    "requests lost or non-2xx in " + switches + " switches at " + RATE + " requests/s",
                    0,
                    (double) seen.failed(),
                    "",
                    "",
                    Map.of(
                            "requests", seen.requests(),
                            "failures", seen.failures(),
                            "p95 ms", Statistics.rounded(seen.p95()),
                            "p99 ms", Statistics.rounded(seen.p99()))));
        }
    }
}
