package io.automationhub.hub.platform.settings;

/** How the hub writes its own log. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object a line. */
    JSON
}
