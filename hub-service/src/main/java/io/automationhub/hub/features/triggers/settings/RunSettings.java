package io.automationhub.hub.features.triggers.settings;

import io.automationhub.workflows.flow.RunStatus;
import java.util.List;

/**
 * Settings of a trigger that waits for the end of runs.
 *
 * @param workflow whose; an id or a slug when it comes in, the id once it is kept
 * @param statuses how they end; {@code succeeded} when left out
 */
public record RunSettings(String workflow, List<RunStatus> statuses) implements TriggerSettings {

    public RunSettings {
        statuses = statuses == null ? List.of(RunStatus.SUCCEEDED) : List.copyOf(statuses);
    }
}
