package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.EnvironmentService;
import io.automationhub.hub.features.projects.Project;
import io.automationhub.hub.features.projects.ProjectService;
import io.automationhub.hub.features.projects.Source;
import io.automationhub.hub.features.releases.Release;
import io.automationhub.hub.features.releases.ReleaseId;
import io.automationhub.hub.features.releases.ReleaseService;
import io.automationhub.hub.features.runs.RunRequest;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.pipeline.PipelineTemplate;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules for deployments: each is a row and a run of a pipeline whose concurrency group is the environment. */
public final class DeploymentService {

    private final Transactions transactions;
    private final ProjectService projects;
    private final EnvironmentService environments;
    private final ReleaseService releases;
    private final RunService runs;
    private final Pipelines pipelines;
    private final AuditService audit;
    private final EventService events;
    private final DeploymentMapper mapper;
    private final ObjectMapper json;
    private final Clock clock;

    public DeploymentService(
            Transactions transactions,
            ProjectService projects,
            EnvironmentService environments,
            ReleaseService releases,
            RunService runs,
            Pipelines pipelines,
            AuditService audit,
            EventService events,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.projects = projects;
        this.environments = environments;
        this.releases = releases;
        this.runs = runs;
        this.pipelines = pipelines;
        this.audit = audit;
        this.events = events;
        this.mapper = new DeploymentMapper(json);
        this.json = json;
        this.clock = clock;
    }

    /** Begins a deployment, or a rollback where the request names a release. It goes on by itself from here. */
    public Deployment create(Caller caller, String project, CreateDeployment request) {
        Deployment deployment = transactions.inOrganization(caller.organization(), handle -> {
            Project found = projects.require(handle, caller, project);
            Environment environment = environments.requireIn(handle, found, request.environment());
            if (request.releaseId() == null) {
                return begin(handle, caller, found, environment, Deployment.Kind.DEPLOY, ref(found, request), null);
            }
            Release release = releases.require(handle, environment.id(), releaseId("/releaseId", request.releaseId()));
            return begin(handle, caller, found, environment, Deployment.Kind.ROLLBACK, null, release.id());
        });
        runs.handOver(caller.organization(), deployment.run());
        return deployment;
    }

    /** Begins a rollback to a kept release, or to the one that served before when none is named. */
    public Deployment rollback(Caller caller, String environment, @Nullable String releaseId) {
        return beginWith(
                caller,
                environment,
                Deployment.Kind.ROLLBACK,
                (handle, found) -> releaseId == null
                        ? releases.previous(handle, found)
                        : releases.require(handle, found.id(), releaseId("/releaseId", releaseId)));
    }

    /** Begins to put the present release into new containers, which take over without a lost request. */
    public Deployment restart(Caller caller, String environment) {
        return beginWith(caller, environment, Deployment.Kind.RESTART, this::serving);
    }

    /** Begins to make the release live again that served last; {@code conflict} when one serves. */
    public Deployment start(Caller caller, String environment) {
        return beginWith(caller, environment, Deployment.Kind.START, (handle, found) -> {
            if (found.currentRelease() != null) {
                throw new ProblemException(ProblemType.CONFLICT, "The environment already serves a release");
            }
            return releases.previous(handle, found);
        });
    }

    /** Begins to take an environment out of service; {@code conflict} when nothing serves. */
    public Deployment stop(Caller caller, String environment) {
        return beginWith(caller, environment, Deployment.Kind.STOP, this::serving);
    }

    private Release serving(Handle handle, Environment environment) {
        if (environment.currentRelease() == null) {
            throw new ProblemException(ProblemType.CONFLICT, "The environment serves no release");
        }
        return releases.require(handle, environment.id(), new ReleaseId(environment.currentRelease()));
    }

    private Deployment beginWith(
            Caller caller, String environment, Deployment.Kind kind, BiFunction<Handle, Environment, Release> choice) {
        Deployment deployment = transactions.inOrganization(caller.organization(), handle -> {
            Environment found = environments.require(handle, caller, environment);
            Release release = choice.apply(handle, found);
            Project project = projects.require(handle, found.project());
            return begin(handle, caller, project, found, kind, null, release.id());
        });
        runs.handOver(caller.organization(), deployment.run());
        return deployment;
    }

    /** Finds a deployment; {@code not_found} when the caller may not see it. */
    public Deployment get(Caller caller, DeploymentId id) {
        return transactions.inOrganization(caller.organization(), handle -> require(handle, caller, id));
    }

    /** Deployments before an id, newest first, filtered by whatever is not null. */
    public List<Deployment> list(
            Caller caller,
            @Nullable String project,
            @Nullable String environment,
            @Nullable DeploymentStatus status,
            @Nullable UUID before,
            int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            UUID inProject = project == null
                    ? null
                    : projects.require(handle, caller, project).id().value();
            UUID inEnvironment = environment == null
                    ? null
                    : environments.require(handle, caller, environment).id().value();
            return handle
                    .attach(DeploymentDao.class)
                    .page(
                            inProject,
                            inEnvironment,
                            status == null ? null : status.text(),
                            caller.projects().toArray(UUID[]::new),
                            before,
                            limit)
                    .stream()
                    .map(mapper::toDeployment)
                    .toList();
        });
    }

    /** Asks an open deployment to stop and to take back what it did. */
    public Deployment cancel(Caller caller, DeploymentId id) {
        Deployment deployment = get(caller, id);
        if (deployment.status().isFinal()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The deployment has ended: " + deployment.status().text());
        }
        runs.cancel(caller, deployment.run(), "Canceled by " + caller.subject());
        return get(caller, id);
    }

    private Deployment require(Handle handle, Caller caller, DeploymentId id) {
        return handle.attach(DeploymentDao.class)
                .byId(id.value())
                .map(mapper::toDeployment)
                .filter(deployment -> caller.reaches(deployment.project().value()))
                .orElseThrow(() -> ProblemException.notFound("deployment", id.toString()));
    }

    private Deployment begin(
            Handle handle,
            Caller caller,
            Project project,
            Environment environment,
            Deployment.Kind kind,
            @Nullable String ref,
            @Nullable ReleaseId release) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Deployment deployment = new Deployment(
                new DeploymentId(Ids.next()),
                project.id(),
                environment.id(),
                new RunId(Ids.next()),
                kind,
                ref,
                release,
                null,
                DeploymentStatus.QUEUED,
                null,
                caller.subject(),
                now,
                null,
                null);
        ObjectNode trigger = json.createObjectNode()
                .put("type", "manual")
                .put("deployment", deployment.id().toString());
        runs.insert(
                handle,
                new RunRequest(
                        deployment.run(),
                        new WorkScope(
                                caller.organization(),
                                project.id().value(),
                                environment.id().value()),
                        null,
                        null,
                        pipelines.of(template(kind, project)),
                        json.createObjectNode(),
                        mapper.context(deployment, environment, project),
                        trigger,
                        caller.subject(),
                        null));
        handle.attach(DeploymentDao.class).insert(mapper.toRow(caller.organization(), deployment));
        audit.record(
                handle,
                caller,
                "deployment.created",
                "deployment",
                deployment.id().toString(),
                json.valueToTree(deployment));
        events.publish(
                handle,
                caller.organization(),
                "deployment.created",
                DeploymentEvents.payload(json, deployment, DeploymentStatus.QUEUED));
        return deployment;
    }

    private static PipelineTemplate template(Deployment.Kind kind, Project project) {
        return switch (kind) {
            case DEPLOY ->
                project.source().type() == Source.Type.GIT ? PipelineTemplate.DEPLOY : PipelineTemplate.DEPLOY_IMAGE;
            case ROLLBACK, RESTART, START -> PipelineTemplate.ROLLBACK;
            case STOP -> PipelineTemplate.STOP;
        };
    }

    private static @Nullable String ref(Project project, CreateDeployment request) {
        if (project.source().type() == Source.Type.GIT) {
            return request.ref() == null ? project.source().ref() : request.ref();
        }
        return request.ref() == null ? project.source().image() : request.ref();
    }

    private static ReleaseId releaseId(String pointer, String text) {
        try {
            return ReleaseId.of(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(pointer, "This is not the id of a release");
        }
    }
}
