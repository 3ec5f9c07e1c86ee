package io.automationhub.hub.platform.embedded;

/** Where a supervised child stands. */
public enum ChildState {
    /** Started, not yet serving. */
    STARTING,
    /** Serving when last looked at. */
    RUNNING,
    /** Ended unasked; it is started again after a pause. */
    RESTARTING,
    /** Ended because it was asked to, or never came up. */
    STOPPED
}
