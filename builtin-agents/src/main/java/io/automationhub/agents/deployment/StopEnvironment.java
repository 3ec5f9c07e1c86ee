package io.automationhub.agents.deployment;

import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.edge.Edge;
import io.automationhub.workflows.agent.CapabilityContext;

/** Takes an environment out of service. Every part of it may be repeated, so an attempt that was cut off just begins again. */
final class StopEnvironment {

    record Input(String environment, double drainSeconds) {}

    private final Engine engine;
    private final Edge edge;
    private final Traffic traffic;
    private final Cleanup cleanup;

    StopEnvironment(Engine engine, Edge edge, Traffic traffic, Cleanup cleanup) {
        this.engine = engine;
        this.edge = edge;
        this.traffic = traffic;
        this.cleanup = cleanup;
    }

    /** No new requests, then the end of those in flight, then the containers, their route and their network. */
    Cleanup.Removed run(Input in, CapabilityContext context) throws InterruptedException {
        Place place = Place.of(context, in.environment());
        traffic.restore(place, null, context);
        traffic.drain(place, in.drainSeconds(), context);
        Cleanup.Removed removed = cleanup.all(place, context);
        edge.forget(place.environment(), place.organization());
        engine.networks().remove(place.network());
        return removed;
    }
}
