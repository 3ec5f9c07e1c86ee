package io.automationhub.hub.platform.settings;

/** From which severity on the hub writes its own log. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
