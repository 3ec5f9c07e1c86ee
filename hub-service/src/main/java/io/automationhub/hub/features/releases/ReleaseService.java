package io.automationhub.hub.features.releases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.EnvironmentId;
import io.automationhub.hub.features.projects.ProjectId;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules for releases: they are numbered by environment, never change, and a few of those that served are kept. */
public final class ReleaseService {

    /** How many releases that served stay ready for a rollback without a build. */
    public static final int KEPT = 10;

    private static final Duration LONGEST_DEPLOYMENT = Duration.ofHours(4);

    private final Transactions transactions;
    private final ObjectMapper json;
    private final Clock clock;

    public ReleaseService(Transactions transactions, ObjectMapper json, Clock clock) {
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
    }

    /** Makes the release of a deployment, or finds it when an earlier attempt already did. */
    public Release create(
            Handle handle,
            OrganizationId organization,
            Environment environment,
            UUID deployment,
            ReleaseSnapshot snapshot) {
        ReleaseDao dao = handle.attach(ReleaseDao.class);
        dao.lockEnvironment(environment.id().value());
        dao.insert(new ReleaseRow(
                Ids.next(),
                organization.value(),
                environment.project().value(),
                environment.id().value(),
                deployment,
                0,
                write(snapshot),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null));
        return byDeployment(handle, deployment)
                .orElseThrow(() -> ProblemException.notFound("release of deployment", deployment.toString()));
    }

    /** The release a deployment made, if it came that far. */
    public Optional<Release> byDeployment(Handle handle, UUID deployment) {
        return handle.attach(ReleaseDao.class).byDeployment(deployment).map(this::toRelease);
    }

    /** Finds a release of an environment; {@code not_found} for another environment's. */
    public Release require(Handle handle, EnvironmentId environment, ReleaseId id) {
        return find(handle, id)
                .filter(release -> release.environment().equals(environment))
                .orElseThrow(() -> ProblemException.notFound("release", id.toString()));
    }

    /** Finds a release. */
    public Optional<Release> find(Handle handle, ReleaseId id) {
        return handle.attach(ReleaseDao.class).byId(id.value()).map(this::toRelease);
    }

    /** Releases of an environment, newest first, before an id. */
    public List<Release> list(Caller caller, Environment environment, @Nullable UUID before, int limit) {
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(ReleaseDao.class).page(environment.id().value(), before, limit).stream()
                        .map(this::toRelease)
                        .toList());
    }

    /** The release that served before the present one; {@code conflict} when there is none. */
    public Release previous(Handle handle, Environment environment) {
        return handle
                .attach(ReleaseDao.class)
                .served(environment.id().value(), environment.currentRelease(), 1)
                .stream()
                .findFirst()
                .map(this::toRelease)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT, "No other release of this environment has ever served"));
    }

    /** Images of a project that must stay: of what serves, of kept releases, and of what is being deployed. */
    public List<String> keptImages(Handle handle, ProjectId project) {
        return handle.attach(ReleaseDao.class)
                .keptImages(project.value(), KEPT, clock.instant().minus(LONGEST_DEPLOYMENT));
    }

    /** Records that a release begins to serve. */
    public void markLive(Handle handle, ReleaseId id) {
        handle.attach(ReleaseDao.class).markLive(id.value(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Release toRelease(ReleaseRow row) {
        try {
            return new Release(
                    new ReleaseId(row.id()),
                    new ProjectId(row.projectId()),
                    new EnvironmentId(row.environmentId()),
                    row.deploymentId(),
                    row.number(),
                    json.readValue(row.snapshot(), ReleaseSnapshot.class),
                    row.createdAt(),
                    row.lastLiveAt());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The snapshot of release " + row.id() + " cannot be read", e);
        }
    }

    private String write(ReleaseSnapshot snapshot) {
        try {
            return json.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A snapshot cannot be written", e);
        }
    }
}
