package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.triggers.settings.EventSettings;
import io.automationhub.hub.features.triggers.settings.RunSettings;
import io.automationhub.hub.features.triggers.settings.ScheduleSettings;
import io.automationhub.hub.features.triggers.settings.TriggerType;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.features.workflows.WorkflowId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A trigger as the API answers it. */
public record TriggerBody(
        TriggerId id,
        WorkflowId workflow,
        @Nullable String name,
        TriggerType type,
        boolean enabled,
        @Nullable Integer version,
        JsonNode input,
        @Nullable ScheduleSettings schedule,
        @Nullable WebhookSettings webhook,
        @Nullable EventSettings event,
        @Nullable RunSettings run,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    static TriggerBody of(Trigger trigger) {
        CreateTrigger settings = CreateTrigger.of(trigger);
        return new TriggerBody(
                trigger.id(),
                trigger.workflow(),
                trigger.name(),
                trigger.type(),
                trigger.enabled(),
                trigger.version(),
                trigger.input(),
                settings.schedule(),
                settings.webhook(),
                settings.event(),
                settings.run(),
                trigger.createdBy(),
                trigger.createdAt(),
                trigger.updatedAt());
    }
}
