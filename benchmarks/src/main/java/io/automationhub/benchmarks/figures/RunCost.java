package io.automationhub.benchmarks.figures;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.benchmarks.parts.Api;
import io.automationhub.benchmarks.parts.Counters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs of a workflow with four short steps, two of them side by side, started over the API by eight clients that wait
 * for the end; with what they cost the database. The steps look whether a port listens.
 */
public final class RunCost implements Figure {

    private static final int CLIENTS = 8;
    private static final int STEPS = 4;

    @Override
    public List<Result> measure(Bench bench) throws Exception {
        Api api = bench.hub().api();
        try (ServerSocket listens = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().name("accept").start(() -> accept(listens));
            api.post("/workflows", definition(listens.getLocalPort()), Map.of("Content-Type", "application/yaml"));
            api.post("/workflows/bench/publish", "", Map.of());
            runs(api, Math.max(10, bench.scale().runs() / 20));
            Counters before = Counters.read(bench.hub());
            long began = System.nanoTime();
            int runs = bench.scale().runs();
            runs(api, runs);
            double seconds = (System.nanoTime() - began) / 1e9;
            Counters cost = Counters.read(bench.hub()).since(before);
            bench.say(runs + " runs in " + Result.text(seconds) + " s");
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("runs", runs);
            details.put("steps a run", STEPS);
            details.put("transactions a run", Statistics.rounded((double) cost.commits() / runs));
            details.put("transactions a step", Statistics.rounded((double) cost.commits() / runs / STEPS));
            details.put("WAL flushes a run", Statistics.rounded((double) cost.flushes() / runs));
            details.put("WAL kB a run", Statistics.rounded(cost.walBytes() / 1000.0 / runs));
            return List.of(
                    Result.informing("runs of 4 short steps from 8 clients", runs / seconds, "a second", details));
        }
    }

    /** Takes connections until the socket is closed: the kernel keeps only so many that nobody takes. */
    private static void accept(ServerSocket listens) {
        while (true) {
            try {
                listens.accept().close();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static String definition(int port) {
        return """
                name: bench
                steps:
                  - {id: a, uses: health-check/tcp, timeout: 5s, with: {host: 127.0.0.1, port: %1$d}}
                  - {id: b, needs: [a], uses: health-check/tcp, timeout: 5s, with: {host: 127.0.0.1, port: %1$d}}
                  - {id: c, needs: [a], uses: health-check/tcp, timeout: 5s, with: {host: 127.0.0.1, port: %1$d}}
                  - {id: d, needs: [b, c], uses: health-check/tcp, timeout: 5s, with: {host: 127.0.0.1, port: %1$d}}
                """.formatted(port);
    }

    private static void runs(Api api, int count) throws Exception {
        List<Future<JsonNode>> futures = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < count; i++) {
                futures.add(clients.submit(() -> api.post(
                        "/workflows/bench/runs",
                        "{}",
                        Map.of("Content-Type", "application/json", "Prefer", "wait=30"))));
            }
            for (Future<JsonNode> future : futures) {
                JsonNode run = future.get();
                if (!run.path("status").asText().equals("succeeded")) {
                    throw new IllegalStateException("A run did not succeed: " + run);
                }
            }
        }
    }
}
