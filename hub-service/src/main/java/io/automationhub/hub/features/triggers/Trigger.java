package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.triggers.settings.TriggerSettings;
import io.automationhub.hub.features.triggers.settings.TriggerType;
import io.automationhub.hub.features.workflows.WorkflowId;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What starts runs of a workflow.
 *
 * @param workflow what it starts
 * @param name for people, or null
 * @param enabled whether it starts anything at present
 * @param version the version it starts, null for the newest
 * @param input of the runs, with expressions over {@code trigger}
 * @param revision counts changes, for ETags
 * @param scheduledUntil of a schedule: times up to here are settled; null for other types
 * @param createdBy subject of whoever made it
 */
public record Trigger(
        TriggerId id,
        OrganizationId organization,
        WorkflowId workflow,
        @Nullable String name,
        TriggerType type,
        boolean enabled,
        @Nullable Integer version,
        ObjectNode input,
        TriggerSettings settings,
        int revision,
        @Nullable Instant scheduledUntil,
        Instant createdAt,
        Instant updatedAt,
        String createdBy) {

    /** Subject of what it does. */
    public String subject() {
        return subject(id);
    }

    static String subject(TriggerId id) {
        return "trigger:" + id;
    }
}
