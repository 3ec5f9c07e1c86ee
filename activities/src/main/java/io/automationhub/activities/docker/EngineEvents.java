package io.automationhub.activities.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when containers of the hub start, end or go away. Events may be missed while the engine is away, so a listener is
 * also called whenever the connection is made anew, and looks at everything then.
 */
public final class EngineEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String FILTERS =
            "{\"type\":[\"container\"],\"event\":[\"start\",\"die\",\"destroy\"],\"label\":[\"%s=true\"]}"
                    .formatted(Labels.MANAGED);

    private final EngineHttp http;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;
    private volatile boolean closed;

    /** Hears of events, one after the other on one thread; must not block for long. */
    public interface Listener {
        /** The connection is there: what happened before it is unknown. */
        void connected();

        /**
         * Something happened to a container.
         *
         * @param action {@code start}, {@code die} or {@code destroy}
         */
        void happened(String action, String container, String name);
    }

    /** Events of an engine; begins with {@link #start()}. */
    public EngineEvents(Engine engine) {
        this.http = engine.http();
    }

    /** Adds a listener; before {@link #start()}. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Connects, and from then on stays connected. */
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("engine-events").start(this::run);
        }
    }

    private void run() {
        while (!closed) {
            try {
                read();
            } catch (ProblemException e) {
                LOG.debug("engine events: {}", e.detail());
            } catch (IOException e) {
                LOG.debug("engine events broke off", e);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void read() throws IOException {
        try (EngineHttp.Answer answer = http.open("GET", "/events", Map.of("filters", FILTERS), Map.of(), null)) {
            listeners.forEach(listener -> told(listener::connected));
            // Made only now: it blocks until the first event is there.
            MappingIterator<JsonNode> events = JSON.readerFor(JsonNode.class).readValues(answer.body());
            while (!closed && events.hasNextValue()) {
                JsonNode event = events.nextValue();
                String action = event.path("Action").asText();
                String id = event.path("Actor").path("ID").asText();
                String name =
                        event.path("Actor").path("Attributes").path("name").asText();
                listeners.forEach(listener -> told(() -> listener.happened(action, id, name)));
            }
        }
    }

    /** One listener's mistake is not the others'. */
    private static void told(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("a listener to engine events failed", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
