package io.automationhub.hub.platform.settings;

/** What a hub process does. */
public enum Role {
    /** Answers the REST API. */
    API,
    /** Runs workflows and activities. */
    WORKER,
    /** Starts what is due. */
    SCHEDULER
}
