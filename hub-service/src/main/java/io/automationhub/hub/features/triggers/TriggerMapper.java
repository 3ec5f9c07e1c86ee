package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.triggers.settings.TriggerType;
import io.automationhub.hub.features.workflows.WorkflowId;
import io.automationhub.workflows.ids.OrganizationId;

/** Between rows and what the rules work with. */
final class TriggerMapper {

    private final ObjectMapper json;

    TriggerMapper(ObjectMapper json) {
        this.json = json;
    }

    Trigger toTrigger(TriggerRow row) {
        TriggerType type = TriggerType.of(row.type());
        return new Trigger(
                new TriggerId(row.id()),
                new OrganizationId(row.organizationId()),
                new WorkflowId(row.workflowId()),
                row.name(),
                type,
                row.enabled(),
                row.pinnedVersion(),
                read(row.input(), ObjectNode.class),
                read(row.settings(), type.settings()),
                row.version(),
                row.scheduledUntil(),
                row.createdAt(),
                row.updatedAt(),
                row.createdBy());
    }

    TriggerRow toRow(Trigger trigger) {
        return new TriggerRow(
                trigger.id().value(),
                trigger.organization().value(),
                trigger.workflow().value(),
                trigger.name(),
                trigger.type().label(),
                trigger.enabled(),
                trigger.version(),
                write(trigger.input()),
                write(trigger.settings()),
                trigger.revision(),
                trigger.scheduledUntil(),
                trigger.createdAt(),
                trigger.updatedAt(),
                trigger.createdBy());
    }

    private <T> T read(String document, Class<T> type) {
        try {
            return json.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + value.getClass().getSimpleName() + " cannot be written", e);
        }
    }
}
