package io.automationhub.benchmarks.figures;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.benchmarks.parts.Deployed;
import io.automationhub.benchmarks.parts.HandRun;
import io.automationhub.benchmarks.parts.SampleApp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A deployment by the hub ÷ the same commit by hand ({@code git fetch && docker build && docker run} until the health
 * check answers), in turn, from warm caches. The hub's time runs from the request until the new release answers at the
 * edge; until the deployment has succeeded, with the old container removed, which nobody does by hand here, is told beside
 * it. The bake is zero and no request is in flight that drain would wait for: both are waits somebody chooses.
 */
public final class DeploymentRatio implements Figure {

    private static final int WARM_UP_ROUNDS = 2;

    private final String name;
    private final double buildSeconds;
    private final double limit;
    private final String aim;

    /** The ratio for an application whose build takes about some seconds; 0 for a trivial one. */
    public DeploymentRatio(String name, double buildSeconds, double limit, String aim) {
        this.name = name;
        this.buildSeconds = buildSeconds;
        this.limit = limit;
        this.aim = aim;
    }

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        long turns = buildSeconds == 0 ? 0 : SampleApp.turns(buildSeconds);
        SampleApp app = SampleApp.create(bench.hub().sources().resolve("ratio-" + name), turns);
        Deployed deployed = Deployed.create(bench.hub(), "ratio-" + name, app, 0);
        try (HandRun hand = new HandRun(bench.folder(), name, app)) {
            warmUp(deployed, hand);
            Samples samples = new Samples();
            for (int i = 0; i < bench.scale().pairs(); i++) {
                // Who comes first takes turns as well.
                if (i % 2 == 0) {
                    samples.hub(deployed.deployNewPage());
                    samples.byHand(releaseNewPage(app, hand, i));
                } else {
                    samples.byHand(releaseNewPage(app, hand, i));
                    samples.hub(deployed.deployNewPage());
                }
                bench.say(name + ": hub " + Result.text(samples.ended.getLast()) + " s (live after "
                        + Result.text(samples.live.getLast()) + " s), by hand " + Result.text(samples.hand.getLast())
                        + " s");
            }
            return results(samples);
        }
    }

    private void warmUp(Deployed deployed, HandRun hand) throws Exception {
        hand.release();
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            deployed.deployNewPage();
            hand.release();
        }
    }

    private static Duration releaseNewPage(SampleApp app, HandRun hand, int number) throws InterruptedException {
        app.page("by hand " + number);
        return hand.release();
    }

    private List<Result> results(Samples samples) {
        double hand = Statistics.median(samples.hand);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("median of the pairs' ratios until live", Statistics.rounded(samples.pairedRatio()));
        details.put("hub until live s", Statistics.rounded(Statistics.median(samples.live)));
        details.put("hub until succeeded s", Statistics.rounded(Statistics.median(samples.ended)));
        details.put("by hand s", Statistics.rounded(hand));
        details.put(
                "ratio of the fastest until live",
                Statistics.rounded(Statistics.minimum(samples.live) / Statistics.minimum(samples.hand)));
        details.put("pairs", samples.hand.size());
        details.put("step medians ms", samples.stepMedians());
        return List.of(
                Result.atMost(
                        "deployment until live ÷ by hand, " + name + " build",
                        limit,
                        Statistics.median(samples.live) / hand,
                        "",
                        aim,
                        details),
                Result.informing(
                        "deployment until the old release is gone ÷ by hand, " + name + " build",
                        Statistics.median(samples.ended) / hand,
                        "",
                        Map.of()));
    }

    /** What was measured so far, in seconds. */
    private static final class Samples {

        private final List<Double> live = new ArrayList<>();
        private final List<Double> ended = new ArrayList<>();
        private final List<Double> hand = new ArrayList<>();
        private final Map<String, List<Double>> steps = new TreeMap<>();

        /** Median of the ratios of the pairs: the machine's speed changes within a run, less so within a pair. */
        double pairedRatio() {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < live.size(); i++) {
                ratios.add(live.get(i) / hand.get(i));
            }
            return Statistics.median(ratios);
        }

        void byHand(Duration took) {
            hand.add(Statistics.seconds(took));
        }

        void hub(Deployed.Timing timing) {
            live.add(Statistics.seconds(timing.live()));
            ended.add(Statistics.seconds(timing.ended()));
            for (JsonNode step : timing.deployment().path("steps")) {
                if (step.hasNonNull("startedAt") && step.hasNonNull("endedAt")) {
                    Duration took = Duration.between(
                            Instant.parse(step.path("startedAt").asText()),
                            Instant.parse(step.path("endedAt").asText()));
                    steps.computeIfAbsent(step.path("id").asText(), id -> new ArrayList<>())
                            .add(took.toNanos() / 1e6);
                }
            }
        }

        Map<String, Double> stepMedians() {
            Map<String, Double> medians = new TreeMap<>();
            steps.forEach((step, millis) -> medians.put(step, Statistics.rounded(Statistics.median(millis))));
            return medians;
        }
    }
}
