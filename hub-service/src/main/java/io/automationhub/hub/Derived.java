package io.automationhub.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.git.SourcePolicy;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.agents.Manifests;
import io.automationhub.agents.event.EventPublisher;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.identity.BootstrapKey;
import io.automationhub.hub.features.identity.UnnamedCallers;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.DatabaseSettings;
import io.automationhub.hub.platform.embedded.DatabaseAccess;
import io.automationhub.hub.platform.embedded.Infrastructure;
import io.automationhub.hub.platform.realtime.OriginPolicy;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.realtime.RedisSignals;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.hub.platform.redis.MemoryRateLimiter;
import io.automationhub.hub.platform.redis.RateLimiter;
import io.automationhub.hub.platform.redis.RedisConnection;
import io.automationhub.hub.platform.redis.RedisRateLimiter;
import io.automationhub.hub.platform.security.Authenticator;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.platform.settings.HubSettings;
import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.platform.web.WebSettings;
import io.automationhub.hub.platform.web.server.AccessControl;
import io.automationhub.hub.platform.web.server.Budgets;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.ids.OrganizationId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What parts are configured with, out of the settings. */
final class Derived {

    private static final int POOL = 16;

    private Derived() {}

    static DatabaseSettings database(DatabaseAccess access) {
        DatabaseSettings parsed = DatabaseSettings.parse(
                access.jdbcUrl() + (access.jdbcUrl().contains("?") ? "&" : "?") + "user=" + access.user(), POOL);
        return new DatabaseSettings(
                parsed.host(),
                parsed.port(),
                parsed.database(),
                access.user(),
                access.password(),
                parsed.options(),
                parsed.poolSize());
    }

    /** Keys as configured, or those of the data folder. */
    static MasterKeys masterKeys(HubSettings settings) throws IOException {
        try {
            return MasterKeys.load(
                    settings.security().masterKey().orElse(null),
                    settings.dataDir().resolve("master.key"));
        } catch (IllegalArgumentException e) {
            throw new OperatorException(String.valueOf(e.getMessage()));
        }
    }

    /** Sees to the administrator's key; a new one that nobody chose. */
    static Optional<String> adminKey(HubSettings settings, BootstrapKey bootstrap) {
        try {
            return bootstrap.ensure(settings.security().adminKey().orElse(null));
        } catch (IllegalArgumentException e) {
            throw new OperatorException(String.valueOf(e.getMessage()));
        }
    }

    static Signals signals(HubSettings settings, Database database) {
        Signals own = new PostgresSignals(database::connect);
        return settings.redis()
                .<Signals>map(redis -> new RedisSignals(redis.url(), own))
                .orElse(own);
    }

    /** Masks line by line; what a line ends with is not held back for the next. */
    static Function<OrganizationId, UnaryOperator<String>> masks(Masker masker) {
        return masker::ofKnown;
    }

    static EngineSettings engine(Infrastructure infrastructure) {
        URI host = infrastructure.dockerHost().orElse(URI.create("unix:///var/run/docker.sock"));
        return new EngineSettings(host, EngineSettings.DEFAULT_NETWORK_POOL);
    }

    static AddressPolicy addresses(HubSettings settings) {
        return new AddressPolicy(
                settings.sources().privateAddresses(),
                Set.of(),
                Set.of(settings.http().port()));
    }

    static SourcePolicy sources(HubSettings settings, AddressPolicy addresses) {
        List<Path> roots = new ArrayList<>(settings.sources().roots());
        roots.add(settings.dataDir().resolve("samples"));
        return new SourcePolicy(addresses, Set.of(), roots);
    }

    static OriginPolicy origins(HubSettings settings) {
        Set<String> allowed = new HashSet<>(settings.http().corsOrigins());
        allowed.add(settings.http().publicUrl().toString());
        return new OriginPolicy(allowed);
    }

    static AccessControl access(HubSettings settings, Authenticator authenticator) {
        return new AccessControl(
                authenticator,
                settings.security().authEnabled() ? null : UnnamedCallers.EVERYONE,
                settings.security().allowAnonymousRead() ? UnnamedCallers.ANONYMOUS : null);
    }

    static Budgets budgets(HubSettings settings, Metrics metrics, Resources open) {
        if (!settings.rateLimits().enabled()) {
            return Budgets.unlimited();
        }
        RateLimiter own = new MemoryRateLimiter();
        RateLimiter limiter = settings.redis()
                .<RateLimiter>map(
                        redis -> new RedisRateLimiter(open.add(new RedisConnection(redis.url(), metrics)), own))
                .orElse(own);
        return Budgets.of(
                limiter, settings.rateLimits().requests(), settings.rateLimits().executeRequests());
    }

    static WebSettings web(HubSettings settings) {
        WebSettings plain = WebSettings.loopback(settings.http().port());
        return new WebSettings(
                settings.http().bind(),
                settings.http().port(),
                Set.copyOf(settings.http().corsOrigins()),
                settings.http().trustedProxies(),
                plain.idleTimeout(),
                plain.drainTimeout());
    }

    /** What steps publish is said by their run. */
    static EventPublisher publisher(EventService events) {
        return (call, topic, data) -> events.publishOnce(
                call.scope().organization(),
                call.key(),
                "run:" + call.run(),
                topic,
                data == null ? JsonNodeFactory.instance.objectNode() : data);
    }

    /** Agents that jars on the class path beside the hub's own bring along; their manifests have to be correct. */
    static Stream<Agent> moreAgents() {
        return ServiceLoader.load(Agent.class).stream()
                .map(ServiceLoader.Provider::get)
                .map(agent -> {
                    Manifests.check(agent.manifest());
                    return agent;
                });
    }
}
