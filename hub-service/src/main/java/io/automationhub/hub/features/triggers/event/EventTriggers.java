package io.automationhub.hub.features.triggers.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.events.EventHandler;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.events.HubEvent;
import io.automationhub.hub.features.events.TopicPattern;
import io.automationhub.hub.features.runs.Run;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.features.triggers.FireService;
import io.automationhub.hub.features.triggers.Occasion;
import io.automationhub.hub.features.triggers.Trigger;
import io.automationhub.hub.features.triggers.TriggerExpressions;
import io.automationhub.hub.features.triggers.TriggerLookup;
import io.automationhub.hub.features.triggers.settings.EventSettings;
import io.automationhub.hub.features.triggers.settings.RunSettings;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.ids.RunId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fires the triggers that wait for an event. The bus gives each event once more when this did not come to its end; the
 * event's id, or that of the run that ended, then finds what was started before.
 */
public final class EventTriggers implements EventHandler {

    /** Name of the consumer on the bus. */
    public static final String CONSUMER = "triggers";

    /** Progress within a run, told many times and not each time: nothing waits for it. */
    private static final String PROGRESS = "run.changed";

    /** How the source of an event begins that a step of a run published. */
    private static final String RUN_SOURCE = "run:";

    private static final Set<String> ENDS = Set.of("run.succeeded", "run.failed", "run.canceled");

    private final TriggerLookup triggers;
    private final FireService fires;
    private final RunService runs;
    private final ObjectMapper json;

    public EventTriggers(TriggerLookup triggers, FireService fires, RunService runs, ObjectMapper json) {
        this.triggers = triggers;
        this.fires = fires;
        this.runs = runs;
        this.json = json;
    }

    @Override
    public void handle(HubEvent event) {
        if (event.topic().equals(PROGRESS)) {
            return;
        }
        List<Trigger> listening = triggers.listening(event.organizationId());
        if (listening.isEmpty()) {
            return;
        }
        Cause cause = new Cause(event);
        for (Trigger trigger : listening) {
            switch (trigger.settings()) {
                case EventSettings settings -> consider(trigger, settings, cause);
                case RunSettings settings -> consider(trigger, settings, cause);
                default -> throw new IllegalStateException(trigger.type() + " does not listen");
            }
        }
    }

    private void consider(Trigger trigger, EventSettings settings, Cause cause) {
        HubEvent event = cause.event;
        if (!TopicPattern.of(settings.topic()).matches(event.topic())) {
            return;
        }
        ObjectNode seen = seen(event);
        try {
            if (settings.filter() != null && !TriggerExpressions.passes(settings.filter(), seen)) {
                return;
            }
        } catch (ExpressionException e) {
            fires.fail(
                    trigger.organization(), trigger.id(), event.id().toString(), "The filter fails: " + e.getMessage());
            return;
        }
        ObjectNode payload = json.createObjectNode();
        payload.set("event", seen);
        ObjectNode details =
                json.createObjectNode().put("event", event.id().toString()).put("topic", event.topic());
        fires.fire(
                trigger.organization(),
                trigger.id(),
                new Occasion(event.id().toString(), cause.depth(), details, payload));
    }

    private void consider(Trigger trigger, RunSettings settings, Cause cause) {
        HubEvent event = cause.event;
        // Only the hub itself publishes these topics.
        if (!ENDS.contains(event.topic()) || !event.source().equals(EventService.HUB)) {
            return;
        }
        Run run = cause.run();
        if (run == null
                || run.workflow() == null
                || !run.workflow().toString().equals(settings.workflow())
                || !settings.statuses().contains(run.state().status())) {
            return;
        }
        ObjectNode payload = json.createObjectNode();
        payload.set("run", seen(run));
        fires.fire(
                trigger.organization(),
                trigger.id(),
                new Occasion(
                        run.id().toString(),
                        cause.depth(),
                        json.createObjectNode().put("run", run.id().toString()),
                        payload));
    }

    /** The variable {@code event} of filters, and {@code trigger.event}; CloudEvents call the topic {@code type}. */
    private ObjectNode seen(HubEvent event) {
        ObjectNode seen = json.createObjectNode()
                .put("id", event.id().toString())
                .put("topic", event.topic())
                .put("type", event.topic())
                .put("source", event.source())
                .put("subject", event.subject())
                .put("time", event.time().toString());
        seen.set("data", event.payload());
        return seen;
    }

    /** {@code trigger.run}. */
    private ObjectNode seen(Run run) {
        ObjectNode seen = json.createObjectNode()
                .put("id", run.id().toString())
                .put("workflow", String.valueOf(run.workflow()))
                .put("name", run.name());
        seen.set("status", json.valueToTree(run.state().status()));
        seen.set("outputs", run.state().outputs());
        seen.set("error", json.valueToTree(run.state().error()));
        return seen;
    }

    /** An event with what is known of the run it names; the database is asked when that is wanted, and once. */
    private final class Cause {

        private final HubEvent event;
        private final @Nullable RunId named;
        private final Caller own;
        private @Nullable Run run;
        private int depth = -1;

        Cause(HubEvent event) {
            this.event = event;
            // The source is the hub's to say; what a payload names may be made up, which only makes chains longer.
            this.named = event.source().startsWith(RUN_SOURCE)
                    ? named(event.source().substring(RUN_SOURCE.length()))
                    : named(event.payload().path("run").textValue());
            this.own = new Caller(event.organizationId(), CONSUMER, Set.of(), Set.of());
        }

        /** The run that ended, or null when the event names none. */
        @Nullable
        Run run() {
            if (run == null && named != null) {
                run = runs.get(own, named);
            }
            return run;
        }

        /** How many runs, the one this event tells of among them, have started one another. */
        int depth() {
            if (depth < 0) {
                depth = named == null
                        ? 0
                        : runs.triggerOf(event.organizationId(), named)
                                .map(trigger -> trigger.path("depth").asInt(0) + 1)
                                .orElse(0);
            }
            return depth;
        }

        private static @Nullable RunId named(@Nullable String run) {
            try {
                return run == null ? null : RunId.of(run);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
