package io.automationhub.hub.platform.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole configuration of a hub process. {@link #toString} holds no secret.
 *
 * @param http where the API is
 * @param dataDir folder for everything that must survive, absolute
 * @param roles what the process does; never empty
 * @param database a server of the operator's own; without it the hub starts one
 * @param temporalAddress a Temporal server of the operator's own; without it the hub starts one
 * @param temporalNamespace namespace the hub's workflows live in
 * @param redis shared limits, caches and events; without it they are this process's own
 * @param dockerHost the engine to use; without it the machine's own is looked for
 * @param mayInstall whether system packages may be installed and an engine started
 * @param edgeBind where requests to applications come in
 * @param appsDomain domain every environment gets a name under
 * @param sources where sources may come from and what builds may reach
 * @param security keys and access
 * @param rateLimits limits for callers
 * @param logLevel severity the log begins at
 * @param logFormat form of the log
 */
public record HubSettings(
        HttpSettings http,
        Path dataDir,
        Set<Role> roles,
        Optional<DatabaseSettings> database,
        Optional<HostPort> temporalAddress,
        String temporalNamespace,
        Optional<RedisSettings> redis,
        Optional<URI> dockerHost,
        boolean mayInstall,
        HostPort edgeBind,
        String appsDomain,
        SourceSettings sources,
        SecuritySettings security,
        RateLimitSettings rateLimits,
        LogLevel logLevel,
        LogFormat logFormat) {

    public HubSettings {
        roles = Set.copyOf(roles);
    }

    /**
     * Reads the environment. An empty variable counts as not set.
     *
     * @throws SettingsException naming every variable that is wrong, and every {@code HUB_…} variable there is not
     */
    public static HubSettings from(Map<String, String> environment) {
        SettingsReader reader = new SettingsReader(environment);
        reader.refuseUnknown("HUB_");
        int port = reader.integer(Setting.PORT, 1, 65_535);
        HttpSettings http = new HttpSettings(
                reader.host(Setting.HUB_BIND),
                port,
                reader.webAddress(Setting.PUBLIC_URL).orElse(URI.create("http://localhost:" + port)),
                reader.origins(Setting.CORS_ORIGINS),
                reader.ranges(Setting.TRUSTED_PROXIES));
        SecuritySettings security = new SecuritySettings(
                reader.bool(Setting.AUTH_ENABLED),
                reader.bool(Setting.ALLOW_ANONYMOUS_READ),
                reader.key(Setting.APP_MASTER_KEY),
                reader.key(Setting.HUB_ADMIN_KEY));
        RateLimitSettings rateLimits = new RateLimitSettings(
                reader.bool(Setting.RATE_LIMIT_ENABLED),
                reader.integer(Setting.RATE_LIMIT_REQUESTS, 1, 1_000_000),
                reader.integer(Setting.RATE_LIMIT_EXECUTE_REQUESTS, 1, 1_000_000));
        HubSettings settings = new HubSettings(
                http,
                reader.folder(Setting.HUB_DATA_DIR),
                reader.oneOrMore(Setting.HUB_ROLES, Role.class),
                reader.database(Setting.DATABASE_URL),
                reader.hostPort(Setting.TEMPORAL_ADDRESS),
                reader.name(Setting.TEMPORAL_NAMESPACE),
                reader.redis(Setting.REDIS_URL),
                reader.dockerHost(Setting.DOCKER_HOST),
                !reader.bool(Setting.HUB_NO_INSTALL),
                reader.hostPort(Setting.EDGE_BIND).orElse(new HostPort("127.0.0.1", 8080)),
                reader.host(Setting.APPS_DOMAIN),
                new SourceSettings(
                        reader.folders(Setting.HUB_SOURCE_ROOTS),
                        reader.bool(Setting.HUB_ALLOW_PRIVATE_ADDRESSES),
                        reader.word(Setting.HUB_BUILD_NETWORK, Set.of("default", "none", "host"))),
                security,
                rateLimits,
                reader.oneOf(Setting.LOG_LEVEL, LogLevel.class),
                reader.oneOf(Setting.LOG_FORMAT, LogFormat.class));
        reader.finish();
        return settings;
    }
}
