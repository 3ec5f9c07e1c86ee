package io.automationhub.hub.features.apis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.agents.apigateway.Credential;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.projects.SettingsPatch;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Conflicts;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.Slugs;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules for registered APIs. Their secrets are named here and opened by the agent, for the host they are bound to. */
public final class ApiService {

    private final Transactions transactions;
    private final AuditService audit;
    private final SettingsPatch patches;
    private final ApiMapper mapper;
    private final ObjectMapper json;
    private final Clock clock;

    public ApiService(
            Transactions transactions, AuditService audit, SettingsPatch patches, ObjectMapper json, Clock clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.patches = patches;
        this.mapper = new ApiMapper(json);
        this.json = json;
        this.clock = clock;
    }

    /** Registers an API. */
    public Api create(Caller caller, CreateApi request) {
        ApiSettings settings = checked(request.settings());
        String slug = request.slug() == null ? Slugs.of(request.name()) : request.slug();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Api api = new Api(new ApiId(Ids.next()), slug, settings, 1, now, now);
        return transactions.inOrganization(caller.organization(), handle -> {
            if (handle.attach(ApiDao.class).insert(mapper.toRow(caller.organization(), api)) == 0) {
                throw new ProblemException(ProblemType.CONFLICT, "There is already an API '" + slug + "'");
            }
            changed(handle, caller, "api.created", api);
            return api;
        });
    }

    /** Finds an API by id or slug. */
    public Api get(Caller caller, String idOrSlug) {
        return transactions.inOrganization(caller.organization(), handle -> require(handle, idOrSlug));
    }

    /** Up to {@code limit} APIs after an id, oldest first. */
    public List<Api> list(Caller caller, @Nullable UUID after, int limit) {
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(ApiDao.class).page(after, limit).stream()
                        .map(mapper::toApi)
                        .toList());
    }

    /**
     * Applies a merge patch (RFC 7396) that has been checked against the contract.
     *
     * @param ifMatch the entity tag the caller saw, null for whichever is there
     */
    public Api update(Caller caller, String idOrSlug, JsonNode patch, @Nullable String ifMatch) {
        return transactions.inOrganization(caller.organization(), handle -> {
            Api before = require(handle, idOrSlug);
            Etags.requireMatch(ifMatch, Etags.of(before.version()));
            ApiSettings settings = checked(patches.apply(before.settings(), patch, "ApiSettings"));
            Api after = new Api(
                    before.id(),
                    before.slug(),
                    settings,
                    before.version() + 1,
                    before.createdAt(),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
            if (handle.attach(ApiDao.class).update(mapper.toRow(caller.organization(), after)) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            changed(handle, caller, "api.updated", after);
            return after;
        });
    }

    /** Removes an API; steps that call it fail from then on. */
    public void delete(Caller caller, String idOrSlug, @Nullable String ifMatch) {
        transactions.inOrganization(caller.organization(), handle -> {
            Api api = require(handle, idOrSlug);
            Etags.requireMatch(ifMatch, Etags.of(api.version()));
            if (handle.attach(ApiDao.class).delete(api.id().value(), api.version()) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            changed(handle, caller, "api.deleted", api);
            return api;
        });
    }

    /** Finds an API by id or slug, within a transaction of its organization. */
    Api require(Handle handle, String idOrSlug) {
        ApiDao dao = handle.attach(ApiDao.class);
        Optional<ApiRow> row = Slugs.asId(idOrSlug).map(dao::byId).orElseGet(() -> dao.bySlug(idOrSlug));
        return row.map(mapper::toApi).orElseThrow(() -> ProblemException.notFound("API", idOrSlug));
    }

    /** What the schema cannot say: the address, and what each kind of credential needs. */
    private static ApiSettings checked(ApiSettings settings) {
        List<FieldError> wrong = new ArrayList<>();
        if (!isAddress(settings.baseUrl(), false)) {
            wrong.add(new FieldError(
                    "/baseUrl", "Must be an absolute URL of http or https, without user, query and fragment"));
        }
        Credential auth = settings.auth();
        if (auth != null) {
            switch (auth.type()) {
                case BASIC -> require(wrong, "/auth/username", auth.username());
                case HEADER, QUERY -> require(wrong, "/auth/name", auth.name());
                case OAUTH2 -> {
                    require(wrong, "/auth/clientId", auth.clientId());
                    if (auth.tokenUrl() == null || !isAddress(auth.tokenUrl(), true)) {
                        wrong.add(new FieldError("/auth/tokenUrl", "Must be an absolute URL of http or https"));
                    }
                }
                case BEARER -> {}
            }
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The API is not described correctly", wrong);
        }
        return settings;
    }

    private static void require(List<FieldError> wrong, String pointer, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            wrong.add(new FieldError(pointer, "Is needed for this kind of credential"));
        }
    }

    private static boolean isAddress(String text, boolean withQuery) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return Set.of("http", "https").contains(scheme)
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && (withQuery || uri.getRawQuery() == null);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void changed(Handle handle, Caller caller, String what, Api api) {
        audit.record(handle, caller, what, "api", api.id().toString(), json.valueToTree(api));
    }
}
