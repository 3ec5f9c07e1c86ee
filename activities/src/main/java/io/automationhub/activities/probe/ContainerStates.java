package io.automationhub.activities.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What probes ask the engine about a container. */
public interface ContainerStates {

    /**
     * How a container is.
     *
     * @param exitCode of the last end, or null when it never ended
     * @param restarts how often the engine started it again
     */
    record State(boolean running, @Nullable Integer exitCode, int restarts) {}

    /**
     * The state now; a container that is gone is not running.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code unavailable} when the engine does not answer
     */
    State state(String container);

    /** The last lines it wrote, at most so many, oldest first. */
    List<String> lastLines(String container, int count);
}
