package io.automationhub.agents.deployment;

import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Labels;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the instances of a release. Names and labels make a repeated start find what an earlier one made. */
final class StartRelease {

    private static final int MAX_REPLICAS = 16;
    private static final Duration ADDRESS = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    record Input(String environment, String project, String release, String deployment, ReleaseSnapshot snapshot) {}

    record Output(List<InstanceInfo> instances, String network) {}

    private final Engine engine;
    private final Specifications specifications;

    StartRelease(Engine engine) {
        this.engine = engine;
        this.specifications = new Specifications(engine);
    }

    Output run(Input in, CapabilityContext context) throws InterruptedException {
        ReleaseSnapshot snapshot = in.snapshot();
        if (snapshot.replicas() < 1 || snapshot.replicas() > MAX_REPLICAS) {
            throw ProblemException.invalid("/snapshot/replicas", "There are 1 to " + MAX_REPLICAS + " replicas");
        }
        if (snapshot.port() < 1 || snapshot.port() > 65535) {
            throw ProblemException.invalid("/snapshot/port", "A port is 1 to 65535");
        }
        Place place = Place.of(context, in.environment());
        specifications.prepare(place, snapshot);
        Map<String, String> variables = Specifications.variables(snapshot, context);
        List<InstanceInfo> instances = new ArrayList<>();
        for (int number = 1; number <= snapshot.replicas(); number++) {
            String name = place.instance(in.release(), in.deployment(), number);
            Labels labels = place.begin()
                    .with(Labels.PROJECT, in.project())
                    .with(Labels.RELEASE, in.release())
                    .with(Labels.DEPLOYMENT, in.deployment())
                    .with(Labels.RUN, context.call().run().toString())
                    .with(Labels.KIND, Labels.KIND_INSTANCE)
                    .with(Labels.INSTANCE, name);
            ContainerInfo made = engine.containers()
                    .createOrFind(
                            specifications.of(place, name, snapshot, snapshot.command(), variables, labels, true));
            begin(made);
            instances.add(await(place, made, snapshot.port(), context));
            context.log("started " + name);
        }
        return new Output(instances, place.network());
    }

    private void begin(ContainerInfo container) {
        try {
            engine.containers().start(container.id());
        } catch (ProblemException e) {
            // The engine's words for a program that is not in the image or cannot be run.
            if (e.type() != ProblemType.UNAVAILABLE && e.detail().contains("runtime create failed")) {
                throw new ProblemException(ProblemType.CONTAINER_EXITED, e.detail(), e);
            }
            throw e;
        }
    }

    private InstanceInfo await(Place place, ContainerInfo made, int port, CapabilityContext context)
            throws InterruptedException {
        long deadline = System.nanoTime() + ADDRESS.toNanos();
        while (true) {
            ContainerInfo now = engine.containers().get(made.id());
            String address = now.address(place.network());
            if (now.running() && address != null) {
                return new InstanceInfo(now.name(), now.id(), address, port);
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(
                                ProblemType.CONTAINER_EXITED,
                                "The container ended with code " + now.exitCode()
                                        + (now.outOfMemory() ? " for lack of memory" : "") + " as soon as it started")
                        .withEvidence(Evidence.logs(engine, now.name()));
            }
            context.heartbeat(null);
            Thread.sleep(PAUSE);
        }
    }
}
