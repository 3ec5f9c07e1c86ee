package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.RunWatcher;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of steps while they change: the run's status in its row, and an event {@code run.changed} with all steps that
 * changed within a moment. No run waits for it; what cannot be written, with the database away, is left out.
 */
public final class RunChanges implements RunWatcher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunChanges.class);

    /** One step's end is the next one's beginning: both go into one event. */
    private static final Duration GATHER = Duration.ofMillis(100);

    /** Beyond this many runs, with a database that does not answer, the newest change is left out. */
    private static final int MAX_RUNS = 10_000;

    private final Transactions transactions;
    private final EventService events;
    private final RunMapper mapper;
    private final ObjectMapper json;
    private final Thread writer =
            Thread.ofPlatform().daemon().name("run-changes").unstarted(this::write);
    private final Map<RunId, Changes> pending = new LinkedHashMap<>();
    private boolean closed;

    /** What changed in one run and was not told yet; of each step its newest state. */
    private static final class Changes {

        private final OrganizationId organization;
        private final Map<String, StepChange> steps = new LinkedHashMap<>();
        private RunStatus status;

        Changes(OrganizationId organization, RunStatus status) {
            this.organization = organization;
            this.status = status;
        }
    }

    public RunChanges(Transactions transactions, EventService events, ObjectMapper json) {
        this.transactions = transactions;
        this.events = events;
        this.mapper = new RunMapper(json);
        this.json = json;
    }

    /** Begins to write. */
    public void start() {
        writer.start();
    }

    @Override
    public synchronized void changed(RunChange change) {
        if (pending.size() >= MAX_RUNS && !pending.containsKey(change.run())) {
            return;
        }
        Changes changes = pending.computeIfAbsent(
                change.run(), run -> new Changes(change.scope().organization(), change.status()));
        changes.status = change.status();
        change.steps().forEach(step -> changes.steps.put(step.id(), step));
        notifyAll();
    }

    /** Tells of what is left of a run that ends, in the transaction that records its end. */
    void last(Handle handle, RunId run) {
        Changes left;
        synchronized (this) {
            left = pending.remove(run);
        }
        if (left != null) {
            publish(handle, run, left);
        }
    }

    private void write() {
        try {
            while (awaitSome()) {
                for (Map.Entry<RunId, Changes> one : takeAll().entrySet()) {
                    write(one.getKey(), one.getValue());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(RunId run, Changes changes) {
        try {
            transactions.inOrganization(changes.organization, handle -> {
                // Holds the row, so that nothing is told of a run after its end.
                if (handle.attach(RunDao.class).holdOpen(run.value()) != null) {
                    publish(handle, run, changes);
                }
                return null;
            });
        } catch (RuntimeException e) {
            LOG.debug("Changes of run {} are not told: {}", run, e.getMessage());
        }
    }

    private void publish(Handle handle, RunId run, Changes changes) {
        String status = mapper.text(changes.status);
        handle.attach(RunDao.class).markStatus(run.value(), status);
        ObjectNode payload = json.createObjectNode().put("status", status);
        payload.set("steps", json.valueToTree(List.copyOf(changes.steps.values())));
        events.publish(handle, changes.organization, "run.changed", payload.put("run", run.toString()));
    }

    /** False once it is closed. */
    private boolean awaitSome() throws InterruptedException {
        synchronized (this) {
            while (pending.isEmpty() && !closed) {
                wait();
            }
            if (closed) {
                return false;
            }
        }
        TimeUnit.NANOSECONDS.sleep(GATHER.toNanos());
        return true;
    }

    private synchronized Map<RunId, Changes> takeAll() {
        Map<RunId, Changes> taken = new LinkedHashMap<>(pending);
        pending.clear();
        return taken;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
