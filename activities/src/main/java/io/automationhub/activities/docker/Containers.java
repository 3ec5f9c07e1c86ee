package io.automationhub.activities.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes, finds and ends containers. Wherever a container is asked for, its name or id will do. */
public final class Containers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXEC_LINES = 200;

    private final DockerClient client;
    private final EngineHttp http;

    Containers(DockerClient client, EngineHttp http) {
        this.client = client;
        this.http = http;
    }

    /**
     * Makes a container, not started, or finds the one of that name when it carries all the labels of the specification:
     * asked again after a crash, it makes no second one.
     *
     * @throws ProblemException {@code conflict} when the name is taken by something else, {@code not_found} when the image
     *     is not there
     */
    public ContainerInfo createOrFind(ContainerSpec spec) {
        Optional<ContainerInfo> existing = find(spec.name());
        if (existing.isEmpty()) {
            try {
                create(spec);
            } catch (ConflictException e) {
                existing = find(spec.name());
                if (existing.isEmpty()) {
                    throw EngineErrors.map(e);
                }
            } catch (RuntimeException e) {
                throw EngineErrors.map(e);
            }
        }
        ContainerInfo found = existing.orElseGet(() -> get(spec.name()));
        if (!found.carries(spec.labels())) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The container name '" + spec.name() + "' is taken by something else");
        }
        return found;
    }

    private void create(ContainerSpec spec) {
        CreateContainerCmd command = client.createContainerCmd(Names.image(spec.image()))
                .withName(Names.container(spec.name()))
                .withHostConfig(ContainerPolicy.hostConfig(spec))
                .withEnv(Names.environment(spec.variables()))
                .withLabels(spec.labels());
        if (spec.program() != null) {
            // An entrypoint without a command: the engine then takes neither of the image's.
            command.withEntrypoint(Names.command(spec.program()));
        }
        if (spec.command() != null) {
            command.withCmd(Names.command(spec.command()));
        }
        if (spec.folder() != null) {
            command.withWorkingDir(Names.mountPath(spec.folder()));
        }
        command.exec();
    }

    /** Starts a container; one that runs already is left alone. */
    public void start(String container) {
        try {
            client.startContainerCmd(Names.identifier(container)).exec();
        } catch (NotModifiedException e) {
            return; // runs already
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
    }

    /** The container, if there is one. */
    public Optional<ContainerInfo> find(String container) {
        try {
            return Optional.of(
                    info(client.inspectContainerCmd(Names.identifier(container)).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
    }

    /** The container, or {@code not_found}. */
    public ContainerInfo get(String container) {
        return find(container).orElseThrow(() -> ProblemException.notFound("container", Names.printable(container)));
    }

    /** All containers, running or not, that carry these labels, sorted by name. */
    public List<ContainerInfo> list(Map<String, String> labels) {
        List<Container> found = EngineErrors.mapped(() -> client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec());
        return found.stream()
                .map(container -> find(container.getId()))
                .flatMap(Optional::stream)
                .sorted(java.util.Comparator.comparing(ContainerInfo::name))
                .toList();
    }

    /** Ends a container: asks it to, and kills it when the time is over. Nothing happens when it does not run. */
    public void stop(String container, Duration patience) {
        tolerant(() -> client.stopContainerCmd(Names.identifier(container))
                .withTimeout(Math.toIntExact(Math.min(120, patience.toSeconds())))
                .exec());
    }

    /** Ends a container at once. */
    public void kill(String container) {
        try {
            tolerant(() -> client.killContainerCmd(Names.identifier(container)).exec());
        } catch (ProblemException e) {
            if (e.type() != ProblemType.CONFLICT) { // it does not run
                throw e;
            }
        }
    }

    /** Stops and starts it again. */
    public void restart(String container, Duration patience) {
        EngineErrors.mapped(() -> client.restartContainerCmd(Names.identifier(container))
                .withTimeout(Math.toIntExact(Math.min(120, patience.toSeconds())))
                .exec());
    }

    /** Removes a container with its anonymous volumes, killing it when it runs; fine when it is gone already. */
    public void remove(String container) {
        try {
            tolerant(() -> client.removeContainerCmd(Names.identifier(container))
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (ProblemException e) {
            // "removal is already in progress": another caller is about to be done with it
            if (e.type() != ProblemType.CONFLICT) {
                throw e;
            }
        }
    }

    /** Gives the exit code, once, when the container has ended. */
    public Feed<Integer> exit(String container) {
        String path = "/containers/" + Names.identifier(container) + "/wait";
        return new Feed<>("wait-" + container, () -> {
            EngineHttp.Answer answer = http.open("POST", path, Map.of(), Map.of(), null);
            return new Feed.Source<>() {
                private boolean told;

                @Override
                public @Nullable Integer next() throws IOException {
                    if (told) {
                        return null;
                    }
                    told = true;
                    return JSON.readTree(answer.body()).path("StatusCode").asInt(255);
                }

                @Override
                public void close() {
                    answer.close();
                }
            };
        });
    }

    /**
     * Runs a command inside a running container.
     *
     * @throws ProblemException {@code timeout} when it does not end in time
     */
    public ExecResult exec(String container, List<String> command, Duration limit) throws InterruptedException {
        String id = EngineErrors.mapped(() -> client.execCreateCmd(Names.identifier(container))
                .withCmd(Names.command(command).toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId());
        ArrayDeque<String> lines = new ArrayDeque<>();
        long deadline = System.nanoTime() + limit.toNanos();
        try (Feed<LogLine> feed = new Feed<>("exec-" + container, () -> startExec(id))) {
            while (!feed.ended()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new ProblemException(ProblemType.TIMEOUT, "The command did not end in time");
                }
                LogLine line = feed.poll(Duration.ofNanos(left));
                if (line != null) {
                    lines.add(line.text());
                    if (lines.size() > EXEC_LINES) {
                        lines.remove();
                    }
                }
            }
        }
        Long code = EngineErrors.mapped(() -> client.inspectExecCmd(id).exec().getExitCodeLong());
        return new ExecResult(code == null ? 255 : code.intValue(), List.copyOf(lines));
    }

    private Feed.Source<LogLine> startExec(String id) {
        InputStream body =
                new ByteArrayInputStream("{\"Detach\":false,\"Tty\":false}".getBytes(StandardCharsets.UTF_8));
        EngineHttp.Answer answer =
                http.open("POST", "/exec/" + id + "/start", Map.of(), Map.of("Content-Type", "application/json"), body);
        FrameReader frames = new FrameReader(answer.body(), false, true);
        return new Feed.Source<>() {
            @Override
            public @Nullable LogLine next() throws IOException {
                return frames.next();
            }

            @Override
            public void close() {
                answer.close();
            }
        };
    }

    /** What a running container uses now. */
    public ContainerStats stats(String container) {
        JsonNode stats;
        try (EngineHttp.Answer answer = http.open(
                "GET",
                "/containers/" + Names.identifier(container) + "/stats",
                Map.of("stream", "false", "one-shot", "true"),
                Map.of(),
                null)) {
            stats = JSON.readTree(answer.body());
        } catch (IOException e) {
            throw EngineErrors.away(e);
        }
        JsonNode memory = stats.path("memory_stats");
        long cache = memory.path("stats")
                .path("total_inactive_file")
                .asLong(memory.path("stats").path("inactive_file").asLong());
        long received = 0;
        long sent = 0;
        for (JsonNode network : stats.path("networks")) {
            received += network.path("rx_bytes").asLong();
            sent += network.path("tx_bytes").asLong();
        }
        return new ContainerStats(
                stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(),
                Math.max(0, memory.path("usage").asLong() - cache),
                memory.path("limit").asLong(),
                received,
                sent,
                stats.path("pids_stats").path("current").asLong());
    }

    private static void tolerant(Runnable call) {
        try {
            call.run();
        } catch (NotFoundException | NotModifiedException e) {
            return; // gone or done already
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
    }

    private static ContainerInfo info(InspectContainerResponse found) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        InspectContainerResponse.ContainerState state = found.getState();
        Map<String, String> addresses = new TreeMap<>();
        if (found.getNetworkSettings() != null && found.getNetworkSettings().getNetworks() != null) {
            found.getNetworkSettings()
                    .getNetworks()
                    .forEach((name, network) -> addresses.put(
                            name, network.getIpAddress() == null ? none.asText() : network.getIpAddress()));
        }
        Map<String, String> labels =
                found.getConfig() == null ? null : found.getConfig().getLabels();
        return new ContainerInfo(
                String.valueOf(found.getId()),
                String.valueOf(found.getName()).replaceFirst("^/", ""),
                String.valueOf(found.getImageId()),
                status(String.valueOf(state.getStatus())),
                state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                found.getRestartCount() == null ? 0 : found.getRestartCount(),
                time(state.getStartedAt()),
                time(state.getFinishedAt()),
                labels == null ? Map.of() : Map.copyOf(labels),
                addresses);
    }

    private static ContainerInfo.Status status(String status) {
        return switch (status) {
            case "created" -> ContainerInfo.Status.CREATED;
            case "running" -> ContainerInfo.Status.RUNNING;
            case "restarting" -> ContainerInfo.Status.RESTARTING;
            case "exited" -> ContainerInfo.Status.EXITED;
            default -> ContainerInfo.Status.OTHER;
        };
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null || text.startsWith("0001-") ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
