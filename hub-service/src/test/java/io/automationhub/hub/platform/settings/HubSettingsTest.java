package io.automationhub.hub.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSettingsTest {

    private static final String LONG_KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void defaults() {
        assertThat(HubSettings.from(Map.of()))
                .isEqualTo(new HubSettings(
                        new HttpSettings("127.0.0.1", 8100, URI.create("http://localhost:8100"), List.of(), List.of()),
                        Path.of("data").toAbsolutePath(),
                        Set.of(Role.API, Role.WORKER, Role.SCHEDULER),
                        Optional.empty(),
                        Optional.empty(),
                        "default",
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        new HostPort("127.0.0.1", 8080),
                        "localhost",
                        new SourceSettings(List.of(), false, "default"),
                        new SecuritySettings(true, true, Optional.empty(), Optional.empty()),
                        new RateLimitSettings(true, 1200, 120),
                        LogLevel.INFO,
                        LogFormat.TEXT));
    }

    @Test
    void everyVariableIsTaken() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("PORT", "9000"),
                Map.entry("HUB_BIND", "0.0.0.0"),
                Map.entry("PUBLIC_URL", "https://hub.example.org/"),
                Map.entry("HUB_DATA_DIR", "/var/lib/hub"),
                Map.entry("HUB_ROLES", "worker, api"),
                Map.entry("DATABASE_URL", "postgresql://me:s%40me+1@db:6432/hub?sslmode=require"),
                Map.entry("TEMPORAL_ADDRESS", "temporal:7233"),
                Map.entry("TEMPORAL_NAMESPACE", "hub"),
                Map.entry("REDIS_URL", "rediss://:secret@cache:6380/1"),
                Map.entry("DOCKER_HOST", "tcp://docker:2375"),
                Map.entry("HUB_NO_INSTALL", "1"),
                Map.entry("EDGE_BIND", "[::]:80"),
                Map.entry("APPS_DOMAIN", "apps.example.org"),
                Map.entry("HUB_SOURCE_ROOTS", "/srv/git, /srv/more/"),
                Map.entry("HUB_ALLOW_PRIVATE_ADDRESSES", "true"),
                Map.entry("HUB_BUILD_NETWORK", "none"),
                Map.entry("AUTH_ENABLED", "false"),
                Map.entry("ALLOW_ANONYMOUS_READ", "no"),
                Map.entry("APP_MASTER_KEY", LONG_KEY),
                Map.entry("HUB_ADMIN_KEY", LONG_KEY + "a"),
                Map.entry("CORS_ORIGINS", "https://a.example, http://localhost:3000"),
                Map.entry("TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                Map.entry("RATE_LIMIT_ENABLED", "false"),
                Map.entry("RATE_LIMIT_REQUESTS", "5"),
                Map.entry("RATE_LIMIT_EXECUTE_REQUESTS", "2"),
                Map.entry("LOG_LEVEL", "DEBUG"),
                Map.entry("LOG_FORMAT", "json"));
        assertThat(environment.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Setting.values()).stream().map(Enum::name).toList());

        assertThat(HubSettings.from(environment))
                .isEqualTo(new HubSettings(
                        new HttpSettings(
                                "0.0.0.0",
                                9000,
                                URI.create("https://hub.example.org"),
                                List.of("https://a.example", "http://localhost:3000"),
                                List.of("10.0.0.0/8", "::1")),
                        Path.of("/var/lib/hub"),
                        Set.of(Role.API, Role.WORKER),
                        Optional.of(
                                new DatabaseSettings("jdbc:postgresql://db:6432/hub?sslmode=require", "me", "s@me+1")),
                        Optional.of(new HostPort("temporal", 7233)),
                        "hub",
                        Optional.of(new RedisSettings(URI.create("rediss://:secret@cache:6380/1"))),
                        Optional.of(URI.create("tcp://docker:2375")),
                        false,
                        new HostPort("::", 80),
                        "apps.example.org",
                        new SourceSettings(List.of(Path.of("/srv/git"), Path.of("/srv/more")), true, "none"),
                        new SecuritySettings(false, false, Optional.of(LONG_KEY), Optional.of(LONG_KEY + "a")),
                        new RateLimitSettings(false, 5, 2),
                        LogLevel.DEBUG,
                        LogFormat.JSON));
    }

    @ParameterizedTest
    @CsvSource({
        "PORT,eighty",
        "TRUSTED_PROXIES,proxy.example.org",
        "TRUSTED_PROXIES,10.0.0.1/8",
        "PORT,0",
        "PORT,65536",
        "HUB_BIND,a b",
        "PUBLIC_URL,ftp://x",
        "PUBLIC_URL,https://user@x",
        "HUB_ROLES,api;worker",
        "DATABASE_URL,mysql://u:p@h/d",
        "DATABASE_URL,postgresql://host/db",
        "DATABASE_URL,postgresql://u:p@host",
        "TEMPORAL_ADDRESS,temporal",
        "TEMPORAL_ADDRESS,temporal:99999",
        "TEMPORAL_NAMESPACE,../x",
        "REDIS_URL,http://x",
        "DOCKER_HOST,ssh://x",
        "DOCKER_HOST,unix:",
        "HUB_SOURCE_ROOTS,relative",
        "HUB_BUILD_NETWORK,bridge",
        "HUB_NO_INSTALL,maybe",
        "EDGE_BIND,8080",
        "AUTH_ENABLED,on",
        "APP_MASTER_KEY,short",
        "HUB_ADMIN_KEY,short",
        "CORS_ORIGINS,*",
        "CORS_ORIGINS,https://a.example/path",
        "RATE_LIMIT_REQUESTS,-1",
        "LOG_LEVEL,loud",
        "LOG_FORMAT,xml"
    })
    void refusesWhatItCannotUse(String name, String value) {
        assertThatThrownBy(() -> HubSettings.from(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems()).singleElement().asString().startsWith(name + " must be "));
    }

    @Test
    void namesAllMistakesAtOnce() {
        assertThatThrownBy(() -> HubSettings.from(Map.of("PORT", "x", "LOG_LEVEL", "y")))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void refusesAMistypedNameWithAHint() {
        assertThatThrownBy(() -> HubSettings.from(Map.of("HUB_DATADIR", "/x")))
                .hasMessageContaining("HUB_DATADIR is not a setting of the hub; did you mean HUB_DATA_DIR?");
    }

    @Test
    void leavesOtherProgramsVariablesAlone() {
        assertThat(HubSettings.from(Map.of("PATH", "/bin", "POSTGRES_X", "y"))).isEqualTo(HubSettings.from(Map.of()));
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        assertThat(HubSettings.from(Map.of("PORT", " ", "DATABASE_URL", ""))).isEqualTo(HubSettings.from(Map.of()));
    }

    @Test
    void takesAJdbcAddressToo() {
        assertThat(HubSettings.from(Map.of("DATABASE_URL", "jdbc:postgresql://db/hub?user=me&password=p%26q&a=b"))
                        .database())
                .contains(new DatabaseSettings("jdbc:postgresql://db:5432/hub?a=b", "me", "p&q"));
    }

    @Test
    void printsNoSecret() {
        String canary = "canary-canary-canary-canary-canary";
        HubSettings settings = HubSettings.from(Map.of(
                "DATABASE_URL",
                "postgresql://me:" + canary + "@db/hub",
                "REDIS_URL",
                "redis://:" + canary + "@cache:6379",
                "APP_MASTER_KEY",
                canary,
                "HUB_ADMIN_KEY",
                canary));
        assertThat(settings.security().masterKey()).contains(canary);
        assertThat(settings.toString()).doesNotContain(canary);
        assertThatThrownBy(() -> HubSettings.from(Map.of(
                        "DATABASE_URL", "mysql://me:" + canary + "@db/hub",
                        "REDIS_URL", "http://:" + canary + "@cache")))
                .message()
                .doesNotContain(canary);
    }
}
