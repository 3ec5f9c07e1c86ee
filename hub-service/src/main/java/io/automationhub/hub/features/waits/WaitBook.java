package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.events.TopicPattern;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.temporal.ActivityFailures;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.definition.Durations;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.flow.WaitActivities;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Opens and closes waits for runs. Whether something came in time is decided here, by the row, and nowhere else. */
public final class WaitBook implements WaitActivities {

    private final Transactions transactions;
    private final RunService runs;
    private final CalledRuns called;
    private final EventService events;
    private final WaitMapper mapper;
    private final Clock clock;

    public WaitBook(
            Transactions transactions,
            RunService runs,
            CalledRuns called,
            EventService events,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.called = called;
        this.events = events;
        this.mapper = new WaitMapper(json);
        this.clock = clock;
    }

    /** What had come before, and a run to start. */
    private record Opened(
            @Nullable JsonNode payload, @Nullable RunId run) {}

    @Override
    public @Nullable JsonNode open(Wait wait) {
        OrganizationId organization = wait.call().scope().organization();
        try {
            Opened opened = transactions.inOrganization(organization, handle -> open(handle, wait));
            if (opened.run() != null) {
                runs.handOver(organization, opened.run());
            }
            return opened.payload();
        } catch (ProblemException e) {
            throw ActivityFailures.of(e);
        }
    }

    private Opened open(Handle handle, Wait wait) {
        WaitDao dao = handle.attach(WaitDao.class);
        CapabilityCall call = wait.call();
        WaitRow before = dao.lock(call.run().value(), call.key()).orElse(null);
        if (before != null && before.closedAt() == null && wait.since().equals(before.since())) {
            return new Opened(mapper.payload(before), null); // asked for again, as after the cut of a history
        }
        JsonNode early = before != null && before.since() == null ? fitting(call, mapper.payload(before)) : null;
        WaitKind kind = WaitKind.of(call.capability(), call.input());
        RunId run = kind == WaitKind.CALL ? called.begin(handle, call) : null;
        dao.open(row(wait, kind, before == null ? Ids.next() : before.id(), run, early));
        if (kind == WaitKind.APPROVAL) {
            checkForm(call.input());
            ObjectNode payload = mapper.about(call.run(), call.step(), mapper.item(call));
            payload.put("title", call.input().path("title").asText(call.step()));
            events.publish(handle, call.scope().organization(), "approval.requested", payload);
        }
        return new Opened(early, run);
    }

    private WaitRow row(Wait wait, WaitKind kind, UUID id, @Nullable RunId run, @Nullable JsonNode early) {
        CapabilityCall call = wait.call();
        JsonNode input = call.input();
        Instant now = clock.instant();
        return new WaitRow(
                id,
                call.scope().organization().value(),
                call.run().value(),
                call.key(),
                kind.text(),
                call.step(),
                mapper.item(call),
                input.toString(),
                wait.since(),
                wait.until(),
                kind == WaitKind.EVENT ? topics(input) : null,
                run == null ? null : run.value(),
                kind == WaitKind.APPROVAL ? escalation(wait) : null,
                early == null ? null : early.toString(),
                early == null ? null : now,
                early == null ? null : now,
                null,
                now);
    }

    private static String topics(JsonNode input) {
        try {
            return TopicPattern.of(input.path("event").path("topic").asText()).regex();
        } catch (ProblemException e) {
            throw ProblemException.invalid("/event/topic", e.errors().getFirst().detail());
        }
    }

    private static @Nullable Instant escalation(Wait wait) {
        return Durations.parse(
                        wait.call().input().path("escalate").path("after").asText())
                .map(after -> wait.since().plus(after))
                .orElse(null);
    }

    private static void checkForm(JsonNode input) {
        List<FieldError> wrong = input.hasNonNull("form") ? RunInputs.problemsOf(input.path("form")) : List.of();
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The form of the approval is not a JSON Schema", wrong);
        }
    }

    /** A callback that came early counts when it is what the step waits for. */
    private @Nullable JsonNode fitting(CapabilityCall call, @Nullable JsonNode payload) {
        return payload != null && mapper.fitsCallback(call.input(), payload.path("body")) ? payload : null;
    }

    @Override
    public @Nullable JsonNode close(WaitEnd end) {
        OrganizationId organization = end.scope().organization();
        @Nullable
        WaitRow row = transactions.inOrganization(organization, handle -> {
            WaitDao dao = handle.attach(WaitDao.class);
            WaitRow found = dao.lock(end.run().value(), end.key()).orElse(null);
            if (found != null && found.isOpen() && found.calledRun() == null) {
                dao.close(found.id(), clock.instant());
            }
            return found;
        });
        if (row == null) {
            return null;
        }
        if (row.isOpen() && row.calledRun() != null) {
            // It ends as canceled, and that is what the step then hears of.
            runs.stop(new RunId(row.calledRun()), "The run that called it does not wait for it any longer");
        }
        return mapper.payload(row);
    }
}
