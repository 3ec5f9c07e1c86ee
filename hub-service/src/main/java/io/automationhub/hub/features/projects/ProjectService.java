package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.secrets.ScopePurge;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Conflicts;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.Slugs;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules for projects. A caller restricted to some projects sees only those. */
public final class ProjectService {

    private final Transactions transactions;
    private final EnvironmentService environments;
    private final AuditService audit;
    private final EventService events;
    private final ScopePurge purge;
    private final SettingsPatch patches;
    private final ProjectMapper mapper;
    private final ObjectMapper json;
    private final Clock clock;

    public ProjectService(
            Transactions transactions,
            EnvironmentService environments,
            AuditService audit,
            EventService events,
            ScopePurge purge,
            SettingsPatch patches,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.environments = environments;
        this.audit = audit;
        this.events = events;
        this.purge = purge;
        this.patches = patches;
        this.mapper = new ProjectMapper(json);
        this.json = json;
        this.clock = clock;
    }

    /** Makes a project and its environment {@code production} on host {@code local}. */
    public Project create(Caller caller, CreateProject request) {
        if (!caller.projects().isEmpty()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "These credentials are restricted to existing projects");
        }
        String slug = request.slug() == null ? Slugs.of(request.name()) : request.slug();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Project project = new Project(
                new ProjectId(Ids.next()),
                slug,
                request.name(),
                request.source(),
                request.build() == null
                        ? BuildSettings.defaults()
                        : request.build().withDefaults(),
                request.runtime() == null ? RuntimeSettings.EMPTY : request.runtime(),
                1,
                now,
                now);
        return transactions.inOrganization(caller.organization(), handle -> {
            if (handle.attach(ProjectDao.class).insert(mapper.toRow(caller.organization(), project)) == 0) {
                throw new ProblemException(ProblemType.CONFLICT, "There is already a project '" + slug + "'");
            }
            environments.createProduction(handle, caller, project);
            changed(handle, caller, "project.created", project);
            return project;
        });
    }

    /** Finds a project by id or slug; {@code not_found} when the caller may not see it. */
    public Project get(Caller caller, String idOrSlug) {
        return transactions.inOrganization(caller.organization(), handle -> require(handle, caller, idOrSlug));
    }

    /** As {@link #get}, within the caller's transaction. */
    public Project require(Handle handle, Caller caller, String idOrSlug) {
        return find(handle, idOrSlug)
                .filter(project -> caller.reaches(project.id().value()))
                .orElseThrow(() -> ProblemException.notFound("project", idOrSlug));
    }

    /** Finds a project by id for work inside the hub. */
    public Project require(Handle handle, ProjectId id) {
        return handle.attach(ProjectDao.class)
                .byId(id.value())
                .map(mapper::toProject)
                .orElseThrow(() -> ProblemException.notFound("project", id.toString()));
    }

    /** Up to {@code limit} projects after an id, oldest first. */
    public List<Project> list(Caller caller, @Nullable UUID after, int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            ProjectDao dao = handle.attach(ProjectDao.class);
            List<ProjectRow> rows = caller.projects().isEmpty()
                    ? dao.page(after, limit)
                    : dao.pageOf(caller.projects().toArray(UUID[]::new), after, limit);
            return rows.stream().map(mapper::toProject).toList();
        });
    }

    /**
     * Applies a merge patch (RFC 7396) that has been checked against the contract.
     *
     * @param ifMatch the entity tag the caller saw, null for whichever is there
     */
    public Project update(Caller caller, String idOrSlug, JsonNode patch, @Nullable String ifMatch) {
        return transactions.inOrganization(caller.organization(), handle -> {
            Project before = require(handle, caller, idOrSlug);
            Etags.requireMatch(ifMatch, Etags.of(before.version()));
            Project after = patched(before, patch);
            if (handle.attach(ProjectDao.class).update(mapper.toRow(caller.organization(), after)) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            changed(handle, caller, "project.updated", after);
            return after;
        });
    }

    /** Removes a project that no environment serves any more. */
    public void delete(Caller caller, String idOrSlug, @Nullable String ifMatch) {
        transactions.inOrganization(caller.organization(), handle -> {
            Project project = require(handle, caller, idOrSlug);
            Etags.requireMatch(ifMatch, Etags.of(project.version()));
            environments.deleteAll(handle, caller, project);
            if (handle.attach(ProjectDao.class).delete(project.id().value(), project.version(), clock.instant()) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            purge.project(handle, caller.organization(), project.id().value());
            changed(handle, caller, "project.deleted", project);
            return null;
        });
    }

    /** Finds a project by id or slug for work inside the hub. */
    public Optional<Project> find(Handle handle, String idOrSlug) {
        ProjectDao dao = handle.attach(ProjectDao.class);
        Optional<ProjectRow> row = Slugs.asId(idOrSlug).map(dao::byId).orElseGet(() -> dao.bySlug(idOrSlug));
        return row.map(mapper::toProject);
    }

    private Project patched(Project before, JsonNode patch) {
        ProjectSettings merged = patches.apply(
                new ProjectSettings(before.name(), before.source(), before.build(), before.runtime()),
                patch,
                "ProjectSettings");
        return new Project(
                before.id(),
                before.slug(),
                merged.name(),
                merged.source(),
                merged.build() == null
                        ? BuildSettings.defaults()
                        : merged.build().withDefaults(),
                merged.runtime() == null ? RuntimeSettings.EMPTY : merged.runtime(),
                before.version() + 1,
                before.createdAt(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private void changed(Handle handle, Caller caller, String what, Project project) {
        JsonNode state = json.valueToTree(project);
        audit.record(handle, caller, what, "project", project.id().toString(), state);
        events.publish(
                handle,
                caller.organization(),
                what,
                json.createObjectNode().put("project", project.id().toString()).put("slug", project.slug()));
    }

    /** What a patch may change. */
    record ProjectSettings(
            String name,
            Source source,
            @Nullable BuildSettings build,
            @Nullable RuntimeSettings runtime) {}
}
