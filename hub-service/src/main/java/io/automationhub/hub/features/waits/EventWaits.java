package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.events.CloudEvent;
import io.automationhub.hub.features.events.EventHandler;
import io.automationhub.hub.features.events.HubEvent;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.web.JsonDifferences;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.ids.RunId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends waits for events, and waits for the ends of called runs, by what comes on the bus. */
public final class EventWaits implements EventHandler {

    /** Name of the consumer on the bus. */
    public static final String CONSUMER = "waits";

    private static final Set<String> ENDS = Set.of("run.succeeded", "run.failed", "run.canceled");
    private static final Logger LOG = LoggerFactory.getLogger(EventWaits.class);

    private final Transactions transactions;
    private final RunService runs;
    private final WaitTeller teller;
    private final WaitMapper mapper;

    public EventWaits(Transactions transactions, RunService runs, WaitTeller teller, ObjectMapper json) {
        this.transactions = transactions;
        this.runs = runs;
        this.teller = teller;
        this.mapper = new WaitMapper(json);
    }

    /** What an event changes: waits for it, and waits for the run whose end it tells of. */
    private record Affected(List<WaitRow> byTopic, List<WaitRow> byEnd) {}

    @Override
    public void handle(HubEvent event) {
        RunId ended = ENDS.contains(event.topic())
                ? RunId.of(event.payload().path("run").asText())
                : null;
        Affected affected = transactions.inOrganization(event.organizationId(), handle -> {
            WaitDao dao = handle.attach(WaitDao.class);
            return new Affected(
                    dao.ofEvents(event.topic(), event.time()), ended == null ? List.of() : dao.ofCalled(ended.value()));
        });
        if (ended != null && !affected.byEnd().isEmpty()) {
            JsonNode end = runs.end(event.organizationId(), ended);
            affected.byEnd().forEach(wait -> teller.arrive(wait, end));
        }
        if (!affected.byTopic().isEmpty()) {
            ObjectNode seen = seen(event);
            affected.byTopic().stream()
                    .filter(wait -> meant(wait, seen))
                    .forEach(wait -> teller.arrive(wait, mapper.object().set("event", seen)));
        }
    }

    /** The event as conditions see it: as it is sent out. */
    private ObjectNode seen(HubEvent event) {
        return mapper.tree(CloudEvent.of(event));
    }

    private boolean meant(WaitRow wait, ObjectNode event) {
        JsonNode rule = mapper.input(wait).path("event");
        boolean matches = rule.path("match").properties().stream()
                .allMatch(entry -> JsonDifferences.none(at(event, entry.getKey()), entry.getValue()));
        return matches && (!rule.hasNonNull("where") || holds(rule.path("where").asText(), event, wait.runId()));
    }

    private static boolean holds(String condition, ObjectNode event, UUID run) {
        try {
            return Expressions.test(condition, Map.of("event", Values.of(event)));
        } catch (ExpressionException e) {
            LOG.debug("A condition of run {} fails for an event and does not hold: {}", run, e.getMessage());
            return false;
        }
    }

    private static JsonNode at(JsonNode event, String path) {
        JsonNode value = event;
        for (String name : path.split("\\.", -1)) {
            value = value.path(name);
        }
        return value;
    }
}
