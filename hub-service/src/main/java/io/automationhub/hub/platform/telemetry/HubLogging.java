package io.automationhub.hub.platform.telemetry;

import com.codahale.metrics.MetricRegistry;
import io.automationhub.hub.platform.settings.LogFormat;
import io.automationhub.hub.platform.settings.LogLevel;
import io.dropwizard.logging.common.LoggingFactory;

/** The hub's own log as Dropwizard's. */
public final class HubLogging implements LoggingFactory {

    private final LogLevel level;
    private final LogFormat format;

    public HubLogging(LogLevel level, LogFormat format) {
        this.level = level;
        this.format = format;
    }

    @Override
    public void configure(MetricRegistry metrics, String name) {
        Logging.configure(level.name(), format == LogFormat.JSON);
    }

    /** Dropwizard calls this when a command has ended, and also when the server has started: logging goes on. */
    @Override
    public void stop() {
        Logging.drain();
    }

    @Override
    public void reset() {
        Logging.drain();
    }
}
