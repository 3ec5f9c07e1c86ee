package io.automationhub.hub.platform.web.health;

/** Looks whether one thing the hub depends on is there. */
public interface ReadinessCheck {

    /** What is looked at, such as {@code database}; shown to anybody. */
    String name();

    /**
     * Returns when it is well and throws otherwise; may block up to the caller's patience and is interrupted then. The
     * detail of a {@link io.automationhub.workflows.problem.ProblemException} is shown, any other message is not.
     */
    void check() throws Exception;

    /** Whether requests should stop coming while it is away; false for what only some requests need. */
    default boolean required() {
        return true;
    }
}
