package io.automationhub.agents.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.InstanceTraffic;
import io.automationhub.agents.AgentJson;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Watches a release under traffic. Where it is travels in the heartbeat, so a later attempt watches only what is left. */
final class BakeRelease {

    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Looks in a row that may fail because the proxy or the engine is being started again. */
    private static final int BLIND_LOOKS = 20;

    record Input(String environment, String release, List<InstanceInfo> instances, ReleaseSnapshot.Bake bake) {}

    record Output(long requests, long errors, double errorRate, int restarts) {}

    /** Counters of one instance when last seen. */
    record Seen(long requests, long errors, int restarts) {}

    /** How far the watch is. */
    record Position(long elapsedMs, long requests, long errors, Map<String, Seen> seen) {
        Position {
            seen = seen == null ? Map.of() : Map.copyOf(seen);
        }
    }

    private final Engine engine;
    private final Edge edge;

    BakeRelease(Engine engine, Edge edge) {
        this.engine = engine;
        this.edge = edge;
    }

    Output run(Input in, CapabilityContext context) throws InterruptedException {
        Place place = Place.of(context, in.environment());
        Position at = context.position().map(BakeRelease::read).orElseGet(() -> new Position(0, 0, 0, Map.of()));
        long wanted = Math.round(in.bake().seconds() * 1000);
        int blind = 0;
        long looked = System.nanoTime();
        while (true) {
            try {
                long now = System.nanoTime();
                at = look(place, in, at, (now - looked) / 1_000_000);
                looked = now;
                blind = 0;
            } catch (ProblemException e) {
                if (e.type() != ProblemType.UNAVAILABLE || ++blind > BLIND_LOOKS) {
                    throw e;
                }
            }
            if (at.requests() >= in.bake().minRequests() && rate(at) > in.bake().maxErrorRate()) {
                throw failed(
                        "%d of %d requests failed".formatted(at.errors(), at.requests()),
                        at,
                        in.instances().getFirst());
            }
            if (at.elapsedMs() >= wanted) {
                return new Output(at.requests(), at.errors(), rate(at), 0);
            }
            context.heartbeat(AgentJson.mapper().valueToTree(at));
            Thread.sleep(Math.min(PAUSE.toMillis(), Math.max(1, wanted - at.elapsedMs())));
        }
    }

    private Position look(Place place, Input in, Position at, long elapsed) {
        Map<String, InstanceTraffic> traffic = edge.traffic(place.environment(), place.organization());
        Map<String, Seen> seen = new TreeMap<>();
        long requests = at.requests();
        long errors = at.errors();
        for (InstanceInfo instance : in.instances()) {
            ContainerInfo container = engine.containers()
                    .find(instance.name())
                    .filter(info -> info.carries(place.labels()))
                    .orElseThrow(() -> failed("The instance " + instance.name() + " is gone", at, instance));
            InstanceTraffic now = traffic.getOrDefault(instance.name(), new InstanceTraffic(0, 0, 0));
            Seen before = at.seen().get(instance.name());
            if (!container.running() || (before != null && container.restarts() > before.restarts())) {
                throw failed(
                        "The instance " + instance.name() + " ended with code " + container.exitCode()
                                + (container.outOfMemory() ? " for lack of memory" : ""),
                        at,
                        instance);
            }
            if (before != null) {
                // Counters begin at zero again when the proxy was started again.
                boolean again = now.requests() < before.requests();
                requests += again ? now.requests() : now.requests() - before.requests();
                errors += again ? now.errors() : Math.max(0, now.errors() - before.errors());
            }
            seen.put(instance.name(), new Seen(now.requests(), now.errors(), container.restarts()));
        }
        return new Position(at.elapsedMs() + elapsed, requests, errors, seen);
    }

    private static double rate(Position at) {
        return at.requests() == 0 ? 0 : (double) at.errors() / at.requests();
    }

    private ProblemException failed(String why, Position at, InstanceInfo instance) {
        ObjectNode evidence = Evidence.logs(engine, instance.name());
        evidence.put("requests", at.requests())
                .put("errors", at.errors())
                .put("errorRate", rate(at))
                .put("seconds", at.elapsedMs() / 1000.0);
        return new ProblemException(ProblemType.BAKE_FAILED, why).withEvidence(evidence);
    }

    private static Position read(JsonNode position) {
        return AgentJson.mapper().convertValue(position, Position.class);
    }
}
