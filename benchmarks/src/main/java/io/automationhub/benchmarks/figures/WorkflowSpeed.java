package io.automationhub.benchmarks.figures;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.benchmarks.bare.BareTemporal;
import io.automationhub.benchmarks.figures.Workload.Kind;
import io.automationhub.benchmarks.parts.Counters;
import io.automationhub.benchmarks.parts.Hub;
import io.automationhub.benchmarks.parts.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs of the hub beside those of a bare Temporal Java worker that does the same steps as ordinary activities written by
 * hand: on the same Temporal server, at the same time, in turn. A run of the hub is measured from the REST request to
 * its answer with the result, one of the bare worker from the client's start to the result.
 */
public final class WorkflowSpeed implements Figure {

    private static final Workload LIGHT = new Workload("light", 40, 10, false);
    private static final Workload HEAVY = new Workload("heavy", 10, 33, false);
    private static final Workload MANY = new Workload("many", 10, 10, false);
    private static final Workload FAN_OUT = new Workload("fan-out", 100, 10, true);
    private static final Workload ONE = new Workload("one", 1, 10, false);

    private static final int CLIENTS = 20;
    private static final int MANY_RUNS = 200;

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        Path folder = Files.createDirectories(bench.folder().resolve("workflows"));
        Launch launch = bench.launch().with(Path.of("benchmarks/target/benchmarks.jar"));
        List<Result> results = new ArrayList<>();
        try (Hub hub = new Hub(launch, folder)) {
            hub.start();
            try (BareTemporal bare = new BareTemporal(bench.launch(), hub, folder)) {
                Sides sides = new Sides(bench, hub, bare);
                results.addAll(sides.latency("40 sequential light steps", LIGHT, 0.15, 0.09, 1.10));
                results.addAll(sides.latency("10 sequential heavy steps", HEAVY, 0.6, 0.5, 1.10));
                results.addAll(sides.latency("100-way fan-out", FAN_OUT, 0.12, 0.06, 1.10));
                results.addAll(sides.latency("one-step run", ONE, 0.7, 0.6, 1.10));
                results.addAll(sides.throughput("200 runs of 10 light steps, 20 clients", MANY, 5, 7));
                results.addAll(sides.flushes(LIGHT));
            }
        }
        return results;
    }

    /** The two sides and what is measured on both. */
    private record Sides(Bench bench, Hub hub, BareTemporal bare) {

        private int rounds() {
            return bench.scale().quick() ? 3 : 15;
        }

        List<Result> latency(String name, Workload load, double effect, double pure, double ordinary) throws Exception {
            for (Kind kind : Kind.values()) {
                publish(load, kind);
            }
            Map<String, List<Double>> millis = new LinkedHashMap<>();
            int warmUp = rounds();
            for (int i = 0; i < warmUp + rounds(); i++) {
                boolean counts = i >= warmUp;
                time(millis, "bare", counts, () -> bare.run(load.steps(), load.n(), load.together()));
                for (Kind kind : Kind.values()) {
                    time(millis, kind.name(), counts, () -> run(load, kind));
                }
            }
            double base = Statistics.median(of(millis, "bare"));
            bench.say(name + ": bare " + Result.text(base) + " ms");
            return List.of(
                    ratio(name, Kind.EFFECT, effect, millis, base),
                    ratio(name, Kind.PURE, pure, millis, base),
                    ratio(name, Kind.LONG, ordinary, millis, base));
        }

        private Result ratio(String name, Kind kind, double limit, Map<String, List<Double>> millis, double base) {
            double own = Statistics.median(of(millis, kind.name()));
            bench.say("  " + kind + " " + Result.text(own) + " ms, ratio " + Result.text(own / base));
            return Result.atMost(
                    name + ", " + words(kind) + " ÷ bare Temporal",
                    limit,
                    own / base,
                    "",
                    "",
                    Map.of(
                            "hub ms", Statistics.rounded(own),
                            "hub fastest ms", Statistics.rounded(Statistics.minimum(of(millis, kind.name()))),
                            "bare ms", Statistics.rounded(base),
                            "bare fastest ms", Statistics.rounded(Statistics.minimum(of(millis, "bare")))));
        }

        private static List<Double> of(Map<String, List<Double>> millis, String side) {
            return millis.getOrDefault(side, List.of());
        }

        private static String words(Kind kind) {
            return switch (kind) {
                case EFFECT -> "effectful steps";
                case PURE -> "side-effect-free steps";
                case LONG -> "long steps";
            };
        }

        private static void time(Map<String, List<Double>> millis, String side, boolean counts, Callable<?> run)
                throws Exception {
            long began = System.nanoTime();
            run.call();
            if (counts) {
                millis.computeIfAbsent(side, key -> new ArrayList<>()).add((System.nanoTime() - began) / 1e6);
            }
        }

        List<Result> throughput(String name, Workload load, double effect, double pure) throws Exception {
            publish(load, Kind.EFFECT);
            publish(load, Kind.PURE);
            int runs = bench.scale().quick() ? 40 : MANY_RUNS;
            Callable<?> byHand = () -> bare.run(load.steps(), load.n(), load.together());
            List<Double> bareRates = new ArrayList<>();
            List<Double> effectRates = new ArrayList<>();
            List<Double> pureRates = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                bareRates.add(rate(runs, load, byHand));
                effectRates.add(rate(runs, load, () -> run(load, Kind.EFFECT)));
                pureRates.add(rate(runs, load, () -> run(load, Kind.PURE)));
            }
            double base = Statistics.median(bareRates.subList(1, 4));
            double effectful = Statistics.median(effectRates.subList(1, 4));
            double free = Statistics.median(pureRates.subList(1, 4));
            bench.say(name + ": steps a second, bare " + Result.text(base) + ", effectful " + Result.text(effectful)
                    + ", side-effect-free " + Result.text(free));
            return List.of(
                    Result.atLeast(
                            name + ": effectful steps a second ÷ bare Temporal",
                            effect,
                            effectful / base,
                            Map.of("hub", Statistics.rounded(effectful), "bare", Statistics.rounded(base))),
                    Result.atLeast(
                            name + ": side-effect-free steps a second ÷ bare Temporal",
                            pure,
                            free / base,
                            Map.of("hub", Statistics.rounded(free), "bare", Statistics.rounded(base))));
        }

        private static double rate(int runs, Workload load, Callable<?> run) throws Exception {
            long began = System.nanoTime();
            try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < runs; i++) {
                    all.add(clients.submit(run));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            return runs * load.steps() / ((System.nanoTime() - began) / 1e9);
        }

        /** Of hub and Temporal together; what happens when nothing happens is taken off. */
        List<Result> flushes(Workload load) throws Exception {
            Counters idle = Counters.read(hub);
            long began = System.nanoTime();
            Counters idleAfter = Counters.read(hub);
            double idleSeconds = (System.nanoTime() - began) / 1e9;
            Counters still = idleAfter.since(idle);
            List<Result> results = new ArrayList<>();
            results.add(flushes(
                    load,
                    "bare Temporal",
                    Double.NaN,
                    still,
                    idleSeconds,
                    () -> bare.run(load.steps(), load.n(), false)));
            results.add(flushes(load, "effectful steps", 1.5, still, idleSeconds, () -> run(load, Kind.EFFECT)));
            results.add(flushes(load, "side-effect-free steps", 0.3, still, idleSeconds, () -> run(load, Kind.PURE)));
            return results;
        }

        private Result flushes(
                Workload load, String side, double limit, Counters still, double idleSeconds, Callable<?> run)
                throws Exception {
            Counters before = Counters.read(hub);
            long began = System.nanoTime();
            int runs = rounds();
            for (int i = 0; i < runs; i++) {
                run.call();
            }
            Counters cost = Counters.read(hub).since(before);
            double share = (System.nanoTime() - began) / 1e9 / idleSeconds;
            double steps = (double) runs * load.steps();
            double flushes = (cost.flushes() - still.flushes() * share) / steps;
            Map<String, Object> details = Map.of(
                    "transactions a step", Statistics.rounded((cost.commits() - still.commits() * share) / steps),
                    "WAL kB a step", Statistics.rounded((cost.walBytes() - still.walBytes() * share) / 1000.0 / steps));
            bench.say("WAL flushes a step, " + side + ": " + Result.text(flushes) + " " + details);
            String name = "WAL flushes a step of the 40-step run, " + side;
            return Double.isNaN(limit)
                    ? Result.informing(name, flushes, "", details)
                    : Result.atMost(name, limit, flushes, "", "", details);
        }

        private void publish(Workload load, Kind kind) {
            hub.api().post("/workflows", load.definition(kind), Map.of("Content-Type", "application/yaml"));
            hub.api().post("/workflows/" + load.slug(kind) + "/publish", "", Map.of());
        }

        private JsonNode run(Workload load, Kind kind) {
            JsonNode run = hub.api()
                    .post(
                            "/workflows/" + load.slug(kind) + "/runs",
                            "{}",
                            Map.of("Content-Type", "application/json", "Prefer", "wait=60"));
            if (!run.path("status").asText().equals("succeeded")) {
                throw new IllegalStateException("A run did not succeed: " + run);
            }
            return run;
        }
    }
}
