package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.runs.RunListener;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunActivities.RunRecord;
import io.automationhub.workflows.flow.RunActivities.RunStarted;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemType;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of deployments in step with their runs. */
public final class DeploymentProjection implements RunListener {

    private final FailureReporter failures;
    private final EventService events;
    private final DeploymentMapper mapper;
    private final ObjectMapper json;

    public DeploymentProjection(FailureReporter failures, EventService events, ObjectMapper json) {
        this.failures = failures;
        this.events = events;
        this.mapper = new DeploymentMapper(json);
        this.json = json;
    }

    @Override
    public void started(Handle handle, RunStarted run) {
        DeploymentDao dao = handle.attach(DeploymentDao.class);
        dao.byRun(run.run().value()).map(mapper::toDeployment).ifPresent(deployment -> {
            dao.markStarted(deployment.id().value(), run.startedAt());
            publish(handle, run.scope().organization(), deployment, DeploymentStatus.RUNNING);
        });
    }

    @Override
    public void finished(Handle handle, RunRecord run) {
        DeploymentDao dao = handle.attach(DeploymentDao.class);
        dao.byRun(run.run().value()).map(mapper::toDeployment).ifPresent(deployment -> {
            FlowState state = run.state();
            DeploymentStatus status = status(deployment, state);
            @Nullable
            JsonNode failure = status == DeploymentStatus.FAILED || status == DeploymentStatus.ROLLED_BACK
                    ? failures.report(handle, run.scope().organization(), deployment, state)
                    : null;
            dao.end(
                    deployment.id().value(),
                    status.text(),
                    failure == null ? null : failure.toString(),
                    Objects.requireNonNull(state.endedAt(), "a run that ended has ended some time"));
            publish(handle, run.scope().organization(), deployment, status);
        });
    }

    /** A deployment that had begun to serve and failed was taken back; one that never did has only failed. */
    private static DeploymentStatus status(Deployment deployment, FlowState state) {
        if (state.status() == RunStatus.SUCCEEDED) {
            return DeploymentStatus.SUCCEEDED;
        }
        if (state.status() == RunStatus.CANCELED) {
            return state.error() != null && state.error().type() == ProblemType.SUPERSEDED
                    ? DeploymentStatus.SUPERSEDED
                    : DeploymentStatus.CANCELED;
        }
        return deployment.status() == DeploymentStatus.BAKING ? DeploymentStatus.ROLLED_BACK : DeploymentStatus.FAILED;
    }

    private void publish(Handle handle, OrganizationId organization, Deployment deployment, DeploymentStatus status) {
        events.publish(
                handle,
                organization,
                "deployment." + status.text(),
                DeploymentEvents.payload(json, deployment, status));
    }
}
