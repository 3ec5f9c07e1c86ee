package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.triggers.settings.EventSettings;
import io.automationhub.hub.features.triggers.settings.RunSettings;
import io.automationhub.hub.features.triggers.settings.ScheduleSettings;
import io.automationhub.hub.features.triggers.settings.TriggerSettings;
import io.automationhub.hub.features.triggers.settings.TriggerType;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.workflows.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as it is asked for: one of the four settings, the one of its type, is there.
 *
 * @param enabled true when null
 * @param version the newest when null
 * @param input nothing when null
 * @param secret of a webhook; a random one when null
 */
public record CreateTrigger(
        TriggerType type,
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable Integer version,
        @Nullable ObjectNode input,
        @Nullable ScheduleSettings schedule,
        @Nullable WebhookSettings webhook,
        @Nullable EventSettings event,
        @Nullable RunSettings run,
        @Nullable String secret) {

    /** What asks for a trigger as it is. */
    static CreateTrigger of(Trigger trigger) {
        TriggerSettings settings = trigger.settings();
        return new CreateTrigger(
                trigger.type(),
                trigger.name(),
                trigger.enabled(),
                trigger.version(),
                trigger.input(),
                settings instanceof ScheduleSettings own ? own : null,
                settings instanceof WebhookSettings own ? own : null,
                settings instanceof EventSettings own ? own : null,
                settings instanceof RunSettings own ? own : null,
                null);
    }

    boolean isEnabled() {
        return enabled == null || enabled;
    }

    ObjectNode inputOrNothing() {
        return input == null ? JsonNodeFactory.instance.objectNode() : input;
    }

    /** The settings of its type; {@code invalid} where they are missing, or others are there. */
    TriggerSettings settings() {
        TriggerSettings found = null;
        for (TriggerType other : TriggerType.values()) {
            TriggerSettings given = settings(other);
            if (other == type) {
                found = given;
            } else if (given != null) {
                throw ProblemException.invalid("/" + other.label(), "is for triggers of type " + other.label());
            }
        }
        if (found == null) {
            throw ProblemException.invalid("/" + type.label(), "is required");
        }
        return found;
    }

    private @Nullable TriggerSettings settings(TriggerType of) {
        return switch (of) {
            case SCHEDULE -> schedule;
            case WEBHOOK -> webhook;
            case EVENT -> event;
            case RUN -> run;
        };
    }

    /** Without the secret, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "CreateTrigger[" + type.label() + "]";
    }
}
