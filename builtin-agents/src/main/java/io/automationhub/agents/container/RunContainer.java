package io.automationhub.agents.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.build.ImageBuilder;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.ContainerSpec;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Feed;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.LogLine;
import io.automationhub.activities.docker.Names;
import io.automationhub.agents.Redaction;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.definition.Durations;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program of any language in a container of its own, once, and reads its result. The container is named after the
 * call and is its journal: a later attempt finds it, waits for it or reads its result, and never starts it again.
 */
final class RunContainer {

    /** Where files are put, where the program begins, and where its output file is looked for. */
    static final String FOLDER = "/work";

    private static final Duration BEAT = Duration.ofMillis(500);
    private static final int MAX_FILES = 4 << 20;

    record Input(
            String image,
            @Nullable List<String> entrypoint,
            @Nullable List<String> command,
            Map<String, String> env,
            Map<String, String> secrets,
            Map<String, String> files,
            String network,
            int memoryMb,
            double cpus,
            int pids,
            String timeout,
            @Nullable String outputFile,
            List<Integer> expect,
            boolean idempotent) {

        /** Leaves out what may be private. */
        @Override
        public String toString() {
            return "Input[" + image + "]";
        }
    }

    record Output(int exitCode, String stdout, String stderr, JsonNode outputs, long durationMs) {}

    private final Engine engine;
    private final ImageBuilder builder;
    private final TaskContainers containers;
    private final TaskResults results;
    private final InstantSource clock;
    private final Map<String, ReentrantLock> starting = new ConcurrentHashMap<>();

    RunContainer(Engine engine, ImageBuilder builder, TaskContainers containers, InstantSource clock) {
        this.engine = engine;
        this.builder = builder;
        this.containers = containers;
        this.results = new TaskResults(engine);
        this.clock = clock;
    }

    Output run(Input in, CapabilityContext context) throws InterruptedException {
        Duration limit = Durations.parse(in.timeout())
                .orElseThrow(() -> ProblemException.invalid("/timeout", "Must be a time such as 5m"));
        Redaction redaction = new Redaction();
        Map<String, String> variables = variables(in, context, redaction);
        containers.removeForgotten();
        ContainerInfo container = begin(in, variables, context);
        try {
            follow(in, container, limit, redaction, context);
        } catch (CancellationException e) {
            engine.containers().kill(container.id());
            containers.removeSoon(container.name());
            throw e;
        }
        ContainerInfo ended = engine.containers().get(container.id());
        containers.freeNetwork(container.name());
        if (!in.expect().contains(ended.exitCode())) {
            ProblemException failure = results.failed(ended, redaction);
            givenUp(in, container);
            throw failure;
        }
        Output output = results.output(in, ended, redaction);
        containers.removeSoon(container.name());
        return output;
    }

    /**
     * What becomes of a program that failed: one that may run again makes room for the next attempt, any other stays, so
     * that every later attempt finds the same failure.
     */
    private void givenUp(Input in, ContainerInfo container) {
        if (in.idempotent()) {
            containers.remove(container.name());
        }
    }

    private static Map<String, String> variables(Input in, CapabilityContext context, Redaction redaction) {
        Map<String, String> variables = new LinkedHashMap<>(in.env());
        in.secrets().forEach((name, secret) -> {
            String value = context.secrets().resolve(context.call().scope(), secret, null);
            redaction.add(value);
            variables.put(name, value);
        });
        return variables;
    }

    /** Makes, fills and starts the container unless an earlier attempt has. */
    private ContainerInfo begin(Input in, Map<String, String> variables, CapabilityContext context)
            throws InterruptedException {
        String name = TaskContainers.name(context.call().key());
        ReentrantLock lock = starting.computeIfAbsent(name, key -> new ReentrantLock());
        lock.lock();
        try {
            Labels labels = Labels.managed()
                    .with(
                            Labels.ORGANIZATION,
                            context.call().scope().organization().toString())
                    .with(Labels.RUN, context.call().run().toString())
                    .with(Labels.KIND, Labels.KIND_TASK)
                    .with(Labels.KEY, Names.digest(context.call().key()));
            ContainerInfo found = engine.containers().find(name).orElse(null);
            if (found == null) {
                check(in.files());
                builder.pull(in.image(), new ContextProgress(context));
                boolean alone = in.network().equals("none");
                if (!alone) {
                    engine.networks().ensure(name, labels.toMap());
                }
                found = engine.containers().createOrFind(spec(in, name, alone ? null : name, variables, labels));
            } else if (!found.carries(labels.toMap())) {
                throw new ProblemException(ProblemType.CONFLICT, "The call's container belongs to something else");
            }
            if (found.startedAt() == null && found.status() == ContainerInfo.Status.CREATED) {
                engine.files().put(found.id(), FOLDER, in.files());
                start(found);
                found = engine.containers().get(found.id());
            }
            return found;
        } finally {
            lock.unlock();
            starting.remove(name, lock);
        }
    }

    private static void check(Map<String, String> files) {
        long size = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            Names.mountPath(FOLDER + "/" + file.getKey());
            size += file.getValue().length();
        }
        if (size > MAX_FILES) {
            throw ProblemException.invalid("/files", "All files together hold at most " + MAX_FILES + " characters");
        }
    }

    private static ContainerSpec spec(
            Input in, String name, @Nullable String network, Map<String, String> variables, Labels labels) {
        List<String> program = null;
        if (in.entrypoint() != null) {
            program = new ArrayList<>(in.entrypoint());
            program.addAll(in.command() == null ? List.of() : in.command());
        }
        return new ContainerSpec(
                name,
                in.image(),
                program,
                program == null ? in.command() : null,
                variables,
                labels.toMap(),
                network,
                Map.of(),
                in.memoryMb(),
                in.cpus(),
                false,
                in.pids(),
                FOLDER);
    }

    /** A program that is not in the image is the author's mistake, not the engine's. */
    private void start(ContainerInfo container) {
        try {
            engine.containers().start(container.id());
        } catch (ProblemException e) {
            if (e.type() != ProblemType.UNAVAILABLE && e.detail().contains("runtime create failed")) {
                containers.removeSoon(container.name());
                throw new ProblemException(ProblemType.COMMAND_FAILED, e.detail(), e);
            }
            throw e;
        }
    }

    /** Writes the program's lines to the step's log until it ends, going on where an earlier attempt was. */
    private void follow(
            Input in, ContainerInfo container, Duration limit, Redaction redaction, CapabilityContext context)
            throws InterruptedException {
        Instant began = container.startedAt() == null ? clock.instant() : container.startedAt();
        Instant last = context.position().map(RunContainer::time).orElse(null);
        try (Feed<LogLine> lines = engine.logs().follow(container.id(), last)) {
            long beat = System.nanoTime();
            while (!lines.ended()) {
                LogLine line = lines.poll(BEAT);
                if (line != null) {
                    context.log(redaction.of(line.text()));
                    last = line.time();
                }
                if (System.nanoTime() - beat > BEAT.toNanos()) {
                    alive(in, container, began, limit, last, context);
                    beat = System.nanoTime();
                }
            }
        }
        try (Feed<Integer> exit = engine.containers().exit(container.id())) {
            while (!exit.ended()) {
                exit.poll(BEAT);
                alive(in, container, began, limit, last, context);
            }
        }
    }

    private void alive(
            Input in,
            ContainerInfo container,
            Instant began,
            Duration limit,
            @Nullable Instant last,
            CapabilityContext context) {
        ObjectNode position = JsonNodeFactory.instance.objectNode();
        context.heartbeat(last == null ? position.putNull("last") : position.put("last", last.toString()));
        if (clock.instant().isAfter(began.plus(limit))
                && engine.containers().get(container.id()).running()) {
            engine.containers().kill(container.id());
            givenUp(in, container);
            throw new ProblemException(ProblemType.TIMEOUT, "The program ran longer than " + limit.toSeconds() + " s");
        }
    }

    private static @Nullable Instant time(JsonNode position) {
        return position.hasNonNull("last") ? Instant.parse(position.get("last").asText()) : null;
    }
}
