package io.automationhub.activities.probe;

import java.time.Duration;
import java.util.List;

/** Runs a command inside a running container. */
@FunctionalInterface
public interface ContainerExec {

    /**
     * Runs it to its end.
     *
     * @return the exit code
     * @throws io.automationhub.workflows.problem.ProblemException {@code timeout}, or {@code unavailable} when the engine
     *     does not answer
     */
    int run(String container, List<String> command, Duration timeout) throws InterruptedException;
}
