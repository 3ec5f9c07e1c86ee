package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.agents.release.ReleaseLedger;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.EnvironmentId;
import io.automationhub.hub.features.projects.EnvironmentService;
import io.automationhub.hub.features.projects.Project;
import io.automationhub.hub.features.projects.ProjectService;
import io.automationhub.hub.features.releases.Release;
import io.automationhub.hub.features.releases.ReleaseId;
import io.automationhub.hub.features.releases.ReleaseService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.problem.ProblemException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a pipeline's steps write down of releases, each in one transaction. */
public final class DeploymentLedger implements ReleaseLedger {

    private final Transactions transactions;
    private final ProjectService projects;
    private final EnvironmentService environments;
    private final ReleaseService releases;
    private final SnapshotMaker snapshots;
    private final EventService events;
    private final DeploymentMapper mapper;
    private final ObjectMapper json;

    public DeploymentLedger(
            Transactions transactions,
            ProjectService projects,
            EnvironmentService environments,
            ReleaseService releases,
            SnapshotMaker snapshots,
            EventService events,
            ObjectMapper json) {
        this.transactions = transactions;
        this.projects = projects;
        this.environments = environments;
        this.releases = releases;
        this.snapshots = snapshots;
        this.events = events;
        this.mapper = new DeploymentMapper(json);
        this.json = json;
    }

    @Override
    public Kept create(WorkScope scope, UUID deployment, String image, @Nullable String commit, @Nullable String ref) {
        return transactions.inOrganization(scope.organization(), handle -> {
            Deployment found = require(handle, scope, deployment);
            Environment environment = environments.require(handle, found.environment());
            Project project = projects.require(handle, found.project());
            Release release = releases.byDeployment(handle, deployment)
                    .orElseGet(() -> releases.create(
                            handle,
                            scope.organization(),
                            environment,
                            deployment,
                            snapshots.make(handle, scope, project, environment, image, commit, ref)));
            handle.attach(DeploymentDao.class)
                    .setRelease(deployment, release.id().value());
            return kept(release);
        });
    }

    @Override
    public Kept load(WorkScope scope, UUID deployment, UUID release) {
        return transactions.inOrganization(scope.organization(), handle -> {
            Deployment found = require(handle, scope, deployment);
            return kept(releases.require(handle, found.environment(), new ReleaseId(release)));
        });
    }

    @Override
    public Activated activate(WorkScope scope, UUID deployment, UUID release) {
        return transactions.inOrganization(scope.organization(), handle -> {
            Deployment found = require(handle, scope, deployment);
            Release live = releases.require(handle, found.environment(), new ReleaseId(release));
            Environment environment = environments.require(handle, found.environment());
            UUID before = environment.currentRelease();
            if (!found.status().isFinal() && found.status() != DeploymentStatus.BAKING) {
                handle.attach(DeploymentDao.class).markBaking(deployment, before);
                environments.setCurrentRelease(handle, environment.id(), release);
                releases.markLive(handle, live.id());
                events.publish(
                        handle,
                        scope.organization(),
                        "deployment.baking",
                        DeploymentEvents.payload(json, found, DeploymentStatus.BAKING));
            }
            Deployment now = require(handle, scope, deployment);
            return new Activated(
                    now.previousRelease() == null ? null : now.previousRelease().value(),
                    releases.keptImages(handle, found.project()));
        });
    }

    @Override
    public void deactivate(WorkScope scope, UUID deployment, UUID release) {
        transactions.inOrganization(scope.organization(), handle -> {
            Deployment found = require(handle, scope, deployment);
            Environment environment = environments.require(handle, found.environment());
            if (release.equals(environment.currentRelease())) {
                environments.setCurrentRelease(
                        handle,
                        environment.id(),
                        found.previousRelease() == null
                                ? null
                                : found.previousRelease().value());
            }
            return null;
        });
    }

    @Override
    public void withdraw(WorkScope scope, UUID deployment, UUID release) {
        transactions.inOrganization(scope.organization(), handle -> {
            Deployment found = require(handle, scope, deployment);
            Environment environment = environments.require(handle, found.environment());
            if (release.equals(environment.currentRelease())) {
                handle.attach(DeploymentDao.class).setPrevious(deployment, release);
                environments.setCurrentRelease(handle, environment.id(), null);
            }
            return null;
        });
    }

    private Deployment require(Handle handle, WorkScope scope, UUID deployment) {
        return handle.attach(DeploymentDao.class)
                .byId(deployment)
                .map(mapper::toDeployment)
                .filter(found -> new EnvironmentId(environmentOf(scope)).equals(found.environment()))
                .orElseThrow(() -> ProblemException.notFound("deployment", deployment.toString()));
    }

    private static UUID environmentOf(WorkScope scope) {
        if (scope.environment() == null) {
            throw ProblemException.invalid("", "Releases can only be made and served within an environment");
        }
        return scope.environment();
    }

    private static Kept kept(Release release) {
        return new Kept(release.id().value(), release.number(), release.snapshot());
    }
}
