package io.automationhub.activities.docker;

import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Where following an instance's log goes on after a restart. Best answered by the store of the lines itself, with the time
 * of the last line that is safely stored: lines have strictly increasing times, the same each time they are read, so
 * nothing is then missing or there twice.
 */
@FunctionalInterface
public interface LogPositions {

    /** Time of the last line of an organization's stream that was stored, in microseconds. */
    Optional<Instant> lastStored(OrganizationId organization, LogStream stream);
}
