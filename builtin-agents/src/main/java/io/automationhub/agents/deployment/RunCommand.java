package io.automationhub.agents.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Feed;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.LogLine;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command once, as it was written: the image's entrypoint has no part in it. The container is its journal: it is named after the call, so a later attempt finds it, waits for it
 * or reads its exit code, and never starts it again. It stays until a later step removes it, after the result is known.
 */
final class RunCommand {

    private static final Duration BEAT = Duration.ofMillis(500);

    record Input(
            String environment,
            String project,
            String release,
            String deployment,
            ReleaseSnapshot snapshot,
            List<String> command) {}

    record Output(int exitCode) {}

    private final Engine engine;
    private final Specifications specifications;
    private final Map<String, ReentrantLock> starting = new ConcurrentHashMap<>();

    RunCommand(Engine engine) {
        this.engine = engine;
        this.specifications = new Specifications(engine);
    }

    Output run(Input in, CapabilityContext context) throws InterruptedException {
        String name = Place.command(context.call().key());
        ContainerInfo container = begin(in, name, context);
        try {
            follow(container.id(), context);
        } catch (CancellationException e) {
            engine.containers().kill(container.id());
            throw e;
        }
        ContainerInfo ended = engine.containers().get(container.id());
        if (ended.exitCode() != 0) {
            ObjectNode evidence = Evidence.logs(engine, name);
            evidence.put("exitCode", ended.exitCode());
            throw new ProblemException(
                            ProblemType.COMMAND_FAILED,
                            "The command ended with code " + ended.exitCode()
                                    + (ended.outOfMemory() ? " for lack of memory" : ""))
                    .withEvidence(evidence);
        }
        return new Output(ended.exitCode());
    }

    /** Makes and starts the container unless an earlier attempt has; an attempt that still runs is waited for. */
    private ContainerInfo begin(Input in, String name, CapabilityContext context) {
        ReentrantLock lock = starting.computeIfAbsent(name, key -> new ReentrantLock());
        lock.lock();
        try {
            Place place = Place.of(context, in.environment());
            ContainerInfo found = engine.containers().find(name).orElse(null);
            if (found == null) {
                specifications.prepare(place, in.snapshot());
                Labels labels = place.begin()
                        .with(Labels.PROJECT, in.project())
                        .with(Labels.RELEASE, in.release())
                        .with(Labels.DEPLOYMENT, in.deployment())
                        .with(Labels.RUN, context.call().run().toString())
                        .with(Labels.KIND, Labels.KIND_COMMAND)
                        .with(Labels.KEY, context.call().key());
                found = engine.containers()
                        .createOrFind(specifications
                                .of(
                                        place,
                                        name,
                                        in.snapshot(),
                                        null,
                                        Specifications.variables(in.snapshot(), context),
                                        labels,
                                        false)
                                .running(in.command()));
            } else if (!found.carries(place.labels())) {
                throw new ProblemException(ProblemType.CONFLICT, "The command's container belongs to something else");
            }
            if (found.startedAt() == null && found.status() == ContainerInfo.Status.CREATED) {
                start(found);
            }
            return found;
        } finally {
            lock.unlock();
            starting.remove(name, lock);
        }
    }

    private void start(ContainerInfo container) {
        try {
            engine.containers().start(container.id());
        } catch (ProblemException e) {
            if (e.type() != ProblemType.UNAVAILABLE && e.detail().contains("runtime create failed")) {
                throw new ProblemException(ProblemType.COMMAND_FAILED, e.detail(), e);
            }
            throw e;
        }
    }

    /** Writes the command's lines to the step's log until it ends, going on where an earlier attempt was. */
    private void follow(String container, CapabilityContext context) throws InterruptedException {
        Instant last = context.position().map(RunCommand::time).orElse(null);
        try (Feed<LogLine> lines = engine.logs().follow(container, last)) {
            long beat = System.nanoTime();
            while (!lines.ended()) {
                LogLine line = lines.poll(BEAT);
                if (line != null) {
                    context.log(line.text());
                    last = line.time();
                }
                if (System.nanoTime() - beat > BEAT.toNanos()) {
                    context.heartbeat(position(last));
                    beat = System.nanoTime();
                }
            }
        }
        try (Feed<Integer> exit = engine.containers().exit(container)) {
            while (!exit.ended()) {
                exit.poll(BEAT);
                context.heartbeat(position(last));
            }
        }
    }

    private static @Nullable Instant time(JsonNode position) {
        return position.hasNonNull("last") ? Instant.parse(position.get("last").asText()) : null;
    }

    private static JsonNode position(@Nullable Instant last) {
        ObjectNode position = JsonNodeFactory.instance.objectNode();
        return last == null ? position.putNull("last") : position.put("last", last.toString());
    }
}
