package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.bare.BareServer;
import io.automationhub.benchmarks.parts.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lists of 50 a second at saturation from 100 connections ÷ those of a bare Dropwizard and JDBI endpoint with the same
 * rows from the same PostgreSQL, the same libraries, virtual machine options and pool size, in turn.
 */
public final class ListThroughput implements Figure {

    private static final int CONNECTIONS = 100;
    private static final int POOL = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        Hub hub = bench.hub();
        Projects.ensure(hub);
        Duration stretch = Duration.ofSeconds(bench.scale().loadSeconds());
        try (BareServer bare = new BareServer(bench.launch(), hub, bench.folder(), POOL)) {
            Map<String, String> plain = Map.of("Host", "localhost");
            Saturation.measure(bare.port(), BareServer.PATH, plain, CONNECTIONS, WARM_UP);
            Saturation.measure(hub.port(), Projects.PATH, hub.headers(), CONNECTIONS, WARM_UP);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int i = 0; i < bench.scale().stretches(); i++) {
                theirs.add(Saturation.measure(bare.port(), BareServer.PATH, plain, CONNECTIONS, stretch));
                ours.add(Saturation.measure(hub.port(), Projects.PATH, hub.headers(), CONNECTIONS, stretch));
                bench.say("lists a second: hub " + Result.text(ours.getLast()) + ", bare "
                        + Result.text(theirs.getLast()));
            }
            double ratio = Statistics.median(ours) / Statistics.median(theirs);
            return List.of(Result.atLeast(
                    "list of 50 at saturation ÷ bare Dropwizard + JDBI",
                    0.6,
                    ratio,
                    Map.of(
                            "hub requests/s", Statistics.rounded(Statistics.median(ours)),
                            "bare requests/s", Statistics.rounded(Statistics.median(theirs)))));
        }
    }
}
