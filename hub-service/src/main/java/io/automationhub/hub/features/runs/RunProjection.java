package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.logs.LogService;
import io.automationhub.hub.features.logs.LogStore;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunActivities;
import io.automationhub.workflows.flow.RunWatcher;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What runs say of themselves, written down. Each fact is taken once, however often it is told. */
public final class RunProjection implements RunActivities {

    private final Transactions transactions;
    private final EventService events;
    private final List<RunListener> listeners;
    private final RunChanges changes;
    private final LogStore logs;
    private final RunMapper mapper;
    private final ObjectMapper json;

    public RunProjection(
            Transactions transactions,
            EventService events,
            List<RunListener> listeners,
            RunChanges changes,
            LogStore logs,
            ObjectMapper json) {
        this.transactions = transactions;
        this.events = events;
        this.listeners = List.copyOf(listeners);
        this.changes = changes;
        this.logs = logs;
        this.mapper = new RunMapper(json);
        this.json = json;
    }

    @Override
    public void started(RunStarted run) {
        OrganizationId organization = run.scope().organization();
        transactions.inOrganization(organization, handle -> {
            if (handle.attach(RunDao.class).markStarted(run.run().value(), run.startedAt()) == 1) {
                listeners.forEach(listener -> listener.started(handle, run));
                publish(handle, organization, run.run(), "run.started", json.createObjectNode());
            }
            return null;
        });
    }

    @Override
    public void changed(RunWatcher.RunChange change) {
        changes.changed(change);
    }

    @Override
    public void finished(RunRecord record) {
        OrganizationId organization = record.scope().organization();
        FlowState state = record.state();
        transactions.inOrganization(organization, handle -> {
            int changed = handle.attach(RunDao.class)
                    .finish(
                            record.run().value(),
                            mapper.text(state.status()),
                            mapper.write(state.steps()),
                            state.outputs() == null ? null : mapper.write(state.outputs()),
                            state.error() == null ? null : mapper.write(state.error()),
                            state.startedAt(),
                            state.endedAt());
            if (changed == 1) {
                changes.last(handle, record.run());
                listeners.forEach(listener -> listener.finished(handle, record));
                String status = mapper.text(state.status());
                publish(
                        handle,
                        organization,
                        record.run(),
                        "run." + status,
                        json.createObjectNode().put("status", status));
            }
            return null;
        });
        logs.close(organization, LogService.ofRun(record.run()));
    }

    private void publish(Handle handle, OrganizationId organization, RunId run, String topic, ObjectNode payload) {
        events.publish(handle, organization, topic, payload.put("run", run.toString()));
    }
}
