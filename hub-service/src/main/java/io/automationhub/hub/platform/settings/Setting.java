package io.automationhub.hub.platform.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every environment variable the hub reads. {@code .env.example} lists exactly these, in this order. */
public enum Setting {
    PORT("8100", "Port of the API."),
    HUB_BIND("127.0.0.1", "Address the API listens on; 0.0.0.0 for all."),
    PUBLIC_URL(null, "Address people and webhooks reach the hub at; by default http://localhost:PORT."),
    HUB_DATA_DIR("./data", "Folder for everything that must survive a restart."),
    HUB_ROLES("api,worker,scheduler", "What this process does: any of api, worker, scheduler."),
    DATABASE_URL(
            null,
            "PostgreSQL 16 or later, postgresql://user:password@host:5432/database; without it the hub starts its own."),
    TEMPORAL_ADDRESS(null, "host:port of a Temporal server; without it the hub starts its own."),
    TEMPORAL_NAMESPACE("default", "Temporal namespace the hub's workflows live in."),
    REDIS_URL(null, "redis://host:6379, to share limits, caches and events between several hubs."),
    DOCKER_HOST(null, "Docker engine, unix:///path or tcp://host:port; without it the machine's own."),
    HUB_NO_INSTALL(
            "false", "true keeps the hub from installing or starting system packages such as the Docker engine."),
    EDGE_BIND("127.0.0.1:8080", "Address and port that requests to deployed applications come in at."),
    APPS_DOMAIN("localhost", "Domain every environment gets a name under, such as shop.localhost."),
    HUB_SOURCE_ROOTS("", "Folders below which local git repositories may be deployed from, separated by commas."),
    HUB_ALLOW_PRIVATE_ADDRESSES("false", "true lets git servers, webhooks and probes have private addresses."),
    HUB_BUILD_NETWORK("default", "What image builds may reach: default, none or host."),
    AUTH_ENABLED("true", "false lets everybody do everything; for a machine of one's own only."),
    ALLOW_ANONYMOUS_READ("true", "Whether the agent registry, discovery and documentation can be read without a key."),
    APP_MASTER_KEY(
            null,
            "Key that secrets are encrypted with, 32 bytes in base64, or new,old to change it with make rotate-master-key;"
                    + " without it one is made in HUB_DATA_DIR."),
    HUB_ADMIN_KEY(null, "First administrator's key, at least 32 characters; without it one is made and printed once."),
    CORS_ORIGINS("", "Origins whose pages may call the API, separated by commas."),
    TRUSTED_PROXIES(
            "",
            "Addresses and CIDR ranges of proxies whose X-Forwarded-For tells the caller's address, separated by commas."),
    RATE_LIMIT_ENABLED("true", "Whether callers are limited."),
    RATE_LIMIT_REQUESTS("1200", "Requests a minute for each key or address."),
    RATE_LIMIT_EXECUTE_REQUESTS("120", "Requests a minute that start something, for each key or address."),
    LOG_LEVEL("info", "error, warn, info, debug or trace."),
    LOG_FORMAT("text", "text for people, json for machines.");

    private final @Nullable String defaultText;
    private final String description;

    Setting(@Nullable String defaultText, String description) {
        this.defaultText = defaultText;
        this.description = description;
    }

    /** What holds when the variable is not set, as it would be written; empty when there is no fixed one. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    /** One sentence for operators. */
    public String description() {
        return description;
    }
}
