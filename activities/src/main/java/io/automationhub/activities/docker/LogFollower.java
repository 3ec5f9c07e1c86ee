package io.automationhub.activities.docker;

import io.automationhub.workflows.agent.LogSink;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the instances of one engine say to the log store, stream {@code instance/<name>}, a thread each. After a
 * restart of the hub, the engine or the container it goes on behind the last line.
 */
public final class LogFollower implements EngineEvents.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final Engine engine;
    private final LogSink sink;
    private final LogPositions positions;
    private final Map<String, Follow> follows = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Follows once it listens to {@link EngineEvents}. */
    public LogFollower(Engine engine, LogSink sink, LogPositions positions) {
        this.engine = engine;
        this.sink = sink;
        this.positions = positions;
    }

    @Override
    public void connected() {
        engine.containers()
                .list(Map.of(Labels.MANAGED, "true", Labels.KIND, Labels.KIND_INSTANCE))
                .forEach(container -> follow(container.id()));
    }

    @Override
    public void happened(String action, String container, String name) {
        if (action.equals("start")) {
            follow(container);
        }
    }

    private void follow(String container) {
        Follow mine = follows.computeIfAbsent(container, Follow::new);
        mine.wake();
    }

    /** Ends following; when it returns no more lines are written. */
    @Override
    public void close() {
        closed = true;
        List<Follow> ending = List.copyOf(follows.values());
        ending.forEach(follow -> follow.thread.interrupt());
        try {
            for (Follow follow : ending) {
                follow.thread.join(END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One container's log, until the container is gone. */
    private final class Follow {

        private final String container;
        private final Thread thread;
        private final Semaphore started = new Semaphore(1);
        private @Nullable Instant last;

        Follow(String container) {
            this.container = container;
            this.thread = Thread.ofVirtual().name("follow-" + container).start(this::run);
        }

        void wake() {
            started.release();
        }

        private void run() {
            try {
                while (!closed && readWhileItRuns()) {
                    started.acquire();
                    started.drainPermits();
                }
            } catch (InterruptedException e) {
                LOG.debug("no longer following {}", container);
            } finally {
                follows.remove(container);
            }
        }

        /** Reads until the container ends; false when it is gone or none of ours. */
        private boolean readWhileItRuns() throws InterruptedException {
            while (!closed) {
                try {
                    ContainerInfo info = engine.containers().get(container);
                    if (!Labels.KIND_INSTANCE.equals(info.label(Labels.KIND))) {
                        return false;
                    }
                    read(info);
                    if (!engine.containers().get(container).running()) {
                        return true;
                    }
                } catch (ProblemException e) {
                    if (e.type() == ProblemType.NOT_FOUND) {
                        return false;
                    }
                    LOG.debug("log of {}: {}", container, e.detail());
                }
                Thread.sleep(PAUSE);
            }
            return false;
        }

        private void read(ContainerInfo info) throws InterruptedException {
            WorkScope scope = scope(info);
            if (scope == null) {
                return;
            }
            LogStream stream = LogStream.ofInstance(info.name());
            if (last == null) {
                last = positions.lastStored(scope.organization(), stream).orElse(null);
            }
            try (Feed<LogLine> feed = engine.logs().follow(container, last)) {
                while (!feed.ended() && !closed) {
                    LogLine line = feed.poll(Duration.ofMinutes(1));
                    if (line != null) {
                        sink.line(scope, stream, line.time(), line.text());
                        last = line.time();
                    }
                }
            }
        }
    }

    private static @Nullable WorkScope scope(ContainerInfo info) {
        String organization = info.label(Labels.ORGANIZATION);
        try {
            return organization == null
                    ? null
                    : new WorkScope(
                            OrganizationId.of(organization),
                            uuid(info.label(Labels.PROJECT)),
                            uuid(info.label(Labels.ENVIRONMENT)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }
}
