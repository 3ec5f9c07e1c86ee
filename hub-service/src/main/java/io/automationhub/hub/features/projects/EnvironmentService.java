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
import io.automationhub.workflows.host.HostActivities;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules for environments: where a project runs, under which domains, with which differences. */
public final class EnvironmentService {

    private static final String PRODUCTION = "production";
    private final Transactions transactions;
    private final AuditService audit;
    private final EventService events;
    private final ScopePurge purge;
    private final SettingsPatch patches;
    private final ProjectMapper mapper;
    private final ObjectMapper json;
    private final Clock clock;
    private final String appsDomain;

    /** @param appsDomain the domain every environment gets a name under, such as {@code localhost} */
    public EnvironmentService(
            Transactions transactions,
            AuditService audit,
            EventService events,
            ScopePurge purge,
            SettingsPatch patches,
            ObjectMapper json,
            Clock clock,
            String appsDomain) {
        this.transactions = transactions;
        this.audit = audit;
        this.events = events;
        this.purge = purge;
        this.patches = patches;
        this.mapper = new ProjectMapper(json);
        this.json = json;
        this.clock = clock;
        this.appsDomain = appsDomain;
    }

    void createProduction(Handle handle, Caller caller, Project project) {
        insert(handle, caller, project, new CreateEnvironment(PRODUCTION, "Production", null, null, null));
    }

    /** Makes an environment; without domains it gets {@code <environment>.<project>.<apps domain>}. */
    public Environment create(Caller caller, Project project, CreateEnvironment request) {
        return transactions.inOrganization(caller.organization(), handle -> insert(handle, caller, project, request));
    }

    /** Finds an environment by id; {@code not_found} when the caller may not see it. */
    public Environment get(Caller caller, String id) {
        return transactions.inOrganization(caller.organization(), handle -> require(handle, caller, id));
    }

    /** As {@link #get}, within the caller's transaction. */
    public Environment require(Handle handle, Caller caller, String id) {
        return Slugs.asId(id)
                .flatMap(handle.attach(EnvironmentDao.class)::byId)
                .map(mapper::toEnvironment)
                .filter(environment -> caller.reaches(environment.project().value()))
                .orElseThrow(() -> ProblemException.notFound("environment", id));
    }

    /** Finds an environment by id for work inside the hub; empty once it is deleted. */
    public Optional<Environment> find(Handle handle, EnvironmentId id) {
        return handle.attach(EnvironmentDao.class).byId(id.value()).map(mapper::toEnvironment);
    }

    /** As {@link #find}, {@code not_found} when there is none. */
    public Environment require(Handle handle, EnvironmentId id) {
        return find(handle, id).orElseThrow(() -> ProblemException.notFound("environment", id.toString()));
    }

    /** Finds an environment of a project by id or slug; {@code production} when none is named. */
    public Environment requireIn(Handle handle, Project project, @Nullable String idOrSlug) {
        String name = idOrSlug == null ? PRODUCTION : idOrSlug;
        EnvironmentDao dao = handle.attach(EnvironmentDao.class);
        Optional<EnvironmentRow> row = Slugs.asId(name)
                .map(dao::byId)
                .orElseGet(() -> dao.bySlug(project.id().value(), name));
        return row.map(mapper::toEnvironment)
                .filter(environment -> environment.project().equals(project.id()))
                .orElseThrow(() -> ProblemException.notFound("environment", name));
    }

    /** Up to {@code limit} environments of a project after an id, oldest first. */
    public List<Environment> list(Caller caller, Project project, @Nullable UUID after, int limit) {
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(EnvironmentDao.class).page(project.id().value(), after, limit).stream()
                        .map(mapper::toEnvironment)
                        .toList());
    }

    /** Applies a merge patch (RFC 7396) that has been checked against the contract. */
    public Environment update(Caller caller, String id, JsonNode patch, @Nullable String ifMatch) {
        return transactions.inOrganization(caller.organization(), handle -> {
            Environment before = require(handle, caller, id);
            Etags.requireMatch(ifMatch, Etags.of(before.version()));
            Environment after = patched(before, patch);
            if (handle.attach(EnvironmentDao.class).update(mapper.toRow(caller.organization(), after)) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            if (!after.domains().equals(before.domains())) {
                handle.attach(EnvironmentDao.class).clearDomains(after.id().value());
                claimDomains(handle, caller.organization(), after);
            }
            changed(handle, caller, "environment.updated", after);
            return after;
        });
    }

    /** Removes an environment that serves no release. */
    public void delete(Caller caller, String id, @Nullable String ifMatch) {
        transactions.inOrganization(caller.organization(), handle -> {
            Environment environment = require(handle, caller, id);
            Etags.requireMatch(ifMatch, Etags.of(environment.version()));
            remove(handle, caller, environment);
            return null;
        });
    }

    void deleteAll(Handle handle, Caller caller, Project project) {
        for (EnvironmentRow row :
                handle.attach(EnvironmentDao.class).page(project.id().value(), null, Integer.MAX_VALUE)) {
            remove(handle, caller, mapper.toEnvironment(row));
        }
    }

    /** Records which release serves; null when none does any more. */
    public void setCurrentRelease(Handle handle, EnvironmentId id, @Nullable UUID release) {
        handle.attach(EnvironmentDao.class).setCurrentRelease(id.value(), release);
    }

    private Environment insert(Handle handle, Caller caller, Project project, CreateEnvironment request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Environment environment = new Environment(
                new EnvironmentId(Ids.next()),
                project.id(),
                request.slug(),
                request.name() == null ? request.slug() : request.name(),
                request.host() == null ? HostActivities.LOCAL : requireHost(request.host()),
                request.domains() == null
                        ? List.of(defaultDomain(project, request.slug()))
                        : Domains.checked(request.domains()),
                request.overrides() == null ? RuntimeSettings.EMPTY : request.overrides(),
                null,
                1,
                now,
                now);
        if (handle.attach(EnvironmentDao.class).insert(mapper.toRow(caller.organization(), environment)) == 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The project already has an environment '" + request.slug() + "'");
        }
        claimDomains(handle, caller.organization(), environment);
        changed(handle, caller, "environment.created", environment);
        return environment;
    }

    private void remove(Handle handle, Caller caller, Environment environment) {
        if (environment.currentRelease() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The environment '" + environment.slug() + "' still serves a release; stop it first");
        }
        EnvironmentDao dao = handle.attach(EnvironmentDao.class);
        if (dao.delete(environment.id().value(), environment.version(), clock.instant()) == 0) {
            throw Conflicts.changedMeanwhile();
        }
        dao.clearDomains(environment.id().value());
        purge.environment(handle, caller.organization(), environment.id().value());
        changed(handle, caller, "environment.deleted", environment);
    }

    private Environment patched(Environment before, JsonNode patch) {
        EnvironmentSettings merged = patches.apply(
                new EnvironmentSettings(before.name(), before.host(), before.domains(), before.overrides()),
                patch,
                "EnvironmentSettings");
        return new Environment(
                before.id(),
                before.project(),
                before.slug(),
                merged.name(),
                requireHost(merged.host()),
                Domains.checked(merged.domains()),
                merged.overrides() == null ? RuntimeSettings.EMPTY : merged.overrides(),
                before.currentRelease(),
                before.version() + 1,
                before.createdAt(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private void claimDomains(Handle handle, OrganizationId organization, Environment environment) {
        EnvironmentDao dao = handle.attach(EnvironmentDao.class);
        int position = 0;
        for (String domain : new LinkedHashSet<>(environment.domains())) {
            if (dao.claimDomain(domain, organization.value(), environment.id().value(), position) == 0) {
                throw new ProblemException(ProblemType.CONFLICT, "The domain '" + domain + "' is in use");
            }
            position++;
        }
    }

    private String defaultDomain(Project project, String environment) {
        String name = PRODUCTION.equals(environment) ? project.slug() : environment + "." + project.slug();
        return name + "." + appsDomain;
    }

    private static String requireHost(String host) {
        if (!HostActivities.LOCAL.equals(host)) {
            throw ProblemException.invalid("/host", "There is no host '" + host + "'");
        }
        return host;
    }

    private void changed(Handle handle, Caller caller, String what, Environment environment) {
        JsonNode state = json.valueToTree(environment);
        audit.record(handle, caller, what, "environment", environment.id().toString(), state);
        events.publish(
                handle,
                caller.organization(),
                what,
                json.createObjectNode()
                        .put("project", environment.project().toString())
                        .put("environment", environment.id().toString())
                        .put("slug", environment.slug()));
    }

    /** What a patch may change. */
    record EnvironmentSettings(
            String name,
            String host,
            List<String> domains,
            @Nullable RuntimeSettings overrides) {}
}
