package io.automationhub.hub.features.triggers.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.features.triggers.Fire;
import io.automationhub.hub.features.triggers.FireService;
import io.automationhub.hub.features.triggers.Occasion;
import io.automationhub.hub.features.triggers.Trigger;
import io.automationhub.hub.features.triggers.TriggerId;
import io.automationhub.hub.features.triggers.TriggerLookup;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Slugs;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** Rules of webhooks: nothing of a delivery is read before its signature is found right. */
public final class HookService {

    private final TriggerLookup triggers;
    private final FireService fires;
    private final RunService runs;
    private final Signatures signatures;
    private final HookContent contents;
    private final ObjectMapper json;

    public HookService(TriggerLookup triggers, FireService fires, RunService runs, ObjectMapper json, Clock clock) {
        this.triggers = triggers;
        this.fires = fires;
        this.runs = runs;
        this.signatures = new Signatures(clock);
        this.contents = new HookContent(json);
        this.json = json;
    }

    /**
     * Takes a delivery; one that is repeated is answered as the first.
     *
     * @throws ProblemException {@code not_found}, {@code unauthenticated}, {@code malformed}; {@code invalid} when the
     *     workflow does not take what came
     */
    HookAnswer receive(Delivery delivery) {
        TriggerLookup.Hook hook = Slugs.asId(delivery.trigger())
                .flatMap(id -> triggers.hook(new TriggerId(id)))
                .orElseThrow(() -> ProblemException.notFound("webhook", delivery.trigger()));
        Trigger trigger = hook.trigger();
        WebhookSettings settings = (WebhookSettings) trigger.settings();
        String proof = signatures.check(settings, hook.secret(), delivery);
        JsonNode body = contents.body(delivery);
        String id = signatures.id(settings, delivery, body, proof);
        Fire fire = fires.fire(
                        trigger.organization(),
                        trigger.id(),
                        new Occasion(
                                id,
                                0,
                                json.createObjectNode().put("delivery", id),
                                contents.of(settings, delivery, body)))
                .orElseThrow(() -> ProblemException.notFound("webhook", delivery.trigger()));
        RunId run = fire.run();
        if (run == null) {
            throw new ProblemException(ProblemType.INVALID, String.valueOf(fire.reason()));
        }
        if (settings.respond() == WebhookSettings.Respond.ACCEPTED) {
            return HookAnswer.begun(run);
        }
        Caller own = new Caller(trigger.organization(), trigger.subject(), Set.of(), Set.of());
        return HookAnswer.of(runs.await(own, run, Duration.ofSeconds(settings.waitOrDefault())));
    }
}
