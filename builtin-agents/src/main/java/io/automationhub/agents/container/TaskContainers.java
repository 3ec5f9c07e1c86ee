package io.automationhub.agents.container;

import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.Names;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the containers of steps. One whose result was read stays a little longer: should the hub die before the
 * result is recorded, the next attempt reads it again instead of running the program a second time. What a dead hub left
 * is found by its labels.
 */
final class TaskContainers {

    private static final Logger LOG = LoggerFactory.getLogger(TaskContainers.class);

    /** Longer than any attempt waits for its turn. */
    private static final Duration FORGOTTEN = Duration.ofHours(24);
    /** After a start, attempts that were cut off come back for their results first. */
    private static final Duration AFTER_START = Duration.ofMinutes(10);

    private final Engine engine;
    private final Duration linger;
    private final InstantSource clock;
    private final AtomicReference<Instant> nextLook;

    /** @param linger how long a container stays after its result was read */
    TaskContainers(Engine engine, Duration linger, InstantSource clock) {
        this.engine = engine;
        this.linger = linger;
        this.clock = clock;
        this.nextLook = new AtomicReference<>(clock.instant().plus(AFTER_START));
    }

    /** Name of the container of a call, and of its network. */
    static String name(String key) {
        return "hub-task-" + Names.digest(key).substring(0, 24);
    }

    /** Gives back the network of a program that has ended: there are not many, and the container may stay long. */
    void freeNetwork(String name) {
        try {
            engine.networks().remove(name);
        } catch (ProblemException e) {
            LOG.debug("The network {} goes with its container: {}", name, e.detail());
        }
    }

    void removeSoon(String name) {
        Thread.ofVirtual().name("remove-" + name).start(() -> {
            try {
                Thread.sleep(linger);
                remove(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Now and then removes what ended long ago and nobody came back for. */
    void removeForgotten() {
        Instant now = clock.instant();
        Instant due = nextLook.get();
        if (now.isBefore(due) || !nextLook.compareAndSet(due, now.plus(AFTER_START))) {
            return;
        }
        try {
            ended(now.minus(FORGOTTEN)).forEach(container -> remove(container.name()));
        } catch (ProblemException e) {
            LOG.debug("Forgotten containers are looked for later: {}", e.detail());
        }
    }

    private List<ContainerInfo> ended(Instant before) {
        Map<String, String> labels =
                Labels.managed().with(Labels.KIND, Labels.KIND_TASK).toMap();
        return engine.containers().list(labels).stream()
                .filter(container -> !container.running())
                .filter(container ->
                        container.finishedAt() != null && container.finishedAt().isBefore(before))
                .toList();
    }

    /** Removes a container and its network; what cannot be removed now is found later by its labels. */
    void remove(String name) {
        try {
            engine.containers().remove(name);
            freeNetwork(name);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.NOT_FOUND) {
                LOG.warn("The container {} could not be removed yet: {}", name, e.detail());
            }
        }
    }
}
