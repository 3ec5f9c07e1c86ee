package io.automationhub.activities.docker;

import io.automationhub.workflows.agent.LogStream;
import java.time.Instant;
import java.util.Optional;

/**
 * Where following an instance's log goes on after a restart. Best answered by the store of the lines itself, with the time
 * of the last line that is safely stored: lines have strictly increasing times, the same each time they are read, so
 * nothing is then missing or there twice.
 */
@FunctionalInterface
public interface LogPositions {

    /** Time of the last line of the stream that was stored, in microseconds. */
    Optional<Instant> lastStored(LogStream stream);
}
