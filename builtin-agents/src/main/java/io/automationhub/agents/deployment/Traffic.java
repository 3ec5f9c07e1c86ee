package io.automationhub.agents.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.Names;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.RoutedRelease;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Switches, drains and restores. An instance is named by the caller, but where it is comes from the engine, and only the
 * environment's own containers are taken: nobody routes to an address of their choice.
 */
public final class Traffic {

    private static final Duration PAUSE = Duration.ofMillis(100);

    record Switch(
            String environment,
            List<String> domains,
            String release,
            List<InstanceInfo> instances,
            double drainSeconds) {}

    record Switched(@Nullable RoutedRelease previous) {}

    record Drain(String environment, String release, double drainSeconds) {}

    record Drained(boolean drained, long remaining) {}

    private final Engine engine;
    private final Edge edge;

    /** Traffic of one host. */
    public Traffic(Engine engine, Edge edge) {
        this.engine = engine;
        this.edge = edge;
    }

    Switched switchTo(Switch in, CapabilityContext context) {
        Place place = Place.of(context, in.environment());
        List<InstanceInfo> located = new ArrayList<>();
        for (InstanceInfo instance : in.instances()) {
            InstanceInfo now = locate(place, instance);
            if (now == null) {
                throw new ProblemException(
                                ProblemType.CONTAINER_EXITED,
                                "The instance '" + Names.printable(instance.name()) + "' does not run")
                        .withEvidence(evidence(place, instance));
            }
            located.add(now);
        }
        if (located.isEmpty()) {
            throw ProblemException.invalid("/instances", "There is at least one instance");
        }
        RoutedRelease release = new RoutedRelease(Names.identifier(in.release()), located);
        RoutedRelease previous = edge.switchTo(place.environment(), place.organization(), in.domains(), release)
                .orElse(null);
        context.log("new requests go to "
                + String.join(", ", located.stream().map(InstanceInfo::name).toList()));
        return new Switched(previous);
    }

    /** The log of a container, if it is the environment's own. */
    private com.fasterxml.jackson.databind.JsonNode evidence(Place place, InstanceInfo instance) {
        return engine.containers()
                        .find(instance.name())
                        .filter(info -> info.carries(place.labels()))
                        .isPresent()
                ? Evidence.logs(engine, instance.name())
                : JsonNodeFactory.instance.objectNode();
    }

    Drained drain(Drain in, CapabilityContext context) throws InterruptedException {
        return drain(Place.of(context, in.environment()), in.drainSeconds(), context);
    }

    /** Waits for requests in flight on what is no longer live; the time counts from the first attempt. */
    Drained drain(Place place, double seconds, CapabilityContext context) throws InterruptedException {
        long begun = context.position()
                .map(position -> position.path("begun").asLong())
                .orElseGet(System::currentTimeMillis);
        long deadline = begun + Math.round(seconds * 1000);
        long remaining = edge.draining(place.environment(), place.organization());
        while (remaining > 0 && System.currentTimeMillis() < deadline) {
            context.heartbeat(JsonNodeFactory.instance.objectNode().put("begun", begun));
            Thread.sleep(PAUSE);
            remaining = edge.draining(place.environment(), place.organization());
        }
        if (remaining > 0) {
            context.log(remaining + " requests or connections had not ended after " + seconds + " s");
        }
        return new Drained(remaining == 0, remaining);
    }

    /** Sends new requests to what was live before; those of its instances that are gone are left out. */
    public void restore(Place place, @Nullable RoutedRelease previous, CapabilityContext context) {
        if (previous == null) {
            edge.restore(place.environment(), place.organization(), null);
            return;
        }
        List<InstanceInfo> located = new ArrayList<>();
        for (InstanceInfo instance : previous.instances()) {
            InstanceInfo now = locate(place, instance);
            if (now == null) {
                context.log("the earlier instance " + Names.printable(instance.name()) + " is gone");
            } else {
                located.add(now);
            }
        }
        edge.restore(
                place.environment(),
                place.organization(),
                new RoutedRelease(Names.identifier(previous.release()), located));
    }

    private @Nullable InstanceInfo locate(Place place, InstanceInfo instance) {
        ContainerInfo found = engine.containers()
                .find(instance.name())
                .filter(info -> info.carries(place.labels()))
                .filter(info -> Labels.KIND_INSTANCE.equals(info.label(Labels.KIND)))
                .orElse(null);
        String address = found == null || !found.running() ? null : found.address(place.network());
        return found == null || address == null
                ? null
                : new InstanceInfo(found.name(), found.id(), address, instance.port());
    }
}
