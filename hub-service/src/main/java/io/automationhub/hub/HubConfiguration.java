package io.automationhub.hub;

import io.automationhub.hub.platform.settings.HubSettings;
import io.automationhub.hub.platform.settings.Role;
import io.automationhub.hub.platform.telemetry.HubLogging;
import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.platform.web.server.HubServerFactory;
import io.dropwizard.configuration.ConfigurationFactory;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.core.Configuration;
import java.util.Map;

/** Dropwizard's configuration, made of the hub's settings: they come from environment variables, never from a file. */
public final class HubConfiguration extends Configuration {

    private final HubSettings settings;
    private final Map<String, String> environment;
    private final Metrics metrics = new Metrics();

    private HubConfiguration(HubSettings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        setLoggingFactory(new HubLogging(settings.logLevel(), settings.logFormat()));
        setServerFactory(new HubServerFactory(
                Derived.web(settings), metrics, settings.roles().contains(Role.API)));
    }

    HubSettings settings() {
        return settings;
    }

    /** The variables that the settings were read from, for what looks for programs on the path. */
    Map<String, String> environment() {
        return environment;
    }

    Metrics metrics() {
        return metrics;
    }

    /** Reads the settings; throws {@link io.automationhub.hub.platform.settings.SettingsException} naming all mistakes. */
    static final class Factory implements ConfigurationFactory<HubConfiguration> {

        private final Map<String, String> environment;

        Factory(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public HubConfiguration build(ConfigurationSourceProvider provider, String path) {
            throw new IllegalArgumentException("Settings come from environment variables; see .env.example");
        }

        @Override
        public HubConfiguration build() {
            return new HubConfiguration(HubSettings.from(environment), environment);
        }
    }
}
