package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes what other programs post to a run's callback address. */
public final class CallbackService {

    /** Longest body in bytes of JSON text. */
    static final int MAX_BYTES = 64 * 1024;

    private final Transactions transactions;
    private final RunService runs;
    private final WaitTeller teller;
    private final WaitMapper mapper;
    private final Clock clock;

    public CallbackService(
            Transactions transactions, RunService runs, WaitTeller teller, ObjectMapper json, Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.teller = teller;
        this.mapper = new WaitMapper(json);
        this.clock = clock;
    }

    /**
     * Takes an answer: the step goes on with it, or finds it when it comes to wait.
     *
     * @param item position of the item of {@code forEach}, or null
     * @throws ProblemException {@code not_found} also for a wrong token, {@code conflict} when it was answered before or
     *     waits no longer, {@code invalid} for what the step does not take, {@code too_large}
     */
    public void receive(RunId run, String token, String step, @Nullable Integer item, @Nullable JsonNode posted) {
        RunService.Addressed addressed = runs.byCallback(run, token);
        boolean takes = addressed.plan().steps().stream().anyMatch(each -> isCallback(each, step));
        if (!takes) {
            throw ProblemException.notFound("step", step);
        }
        if (addressed.ended()) {
            throw new ProblemException(ProblemType.CONFLICT, "The run has ended");
        }
        JsonNode body = posted == null ? NullNode.instance : posted;
        if (body.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "A callback may have at most " + MAX_BYTES + " bytes");
        }
        JsonNode payload = mapper.object().set("body", body);
        @Nullable
        WaitRow told = transactions.inOrganization(
                addressed.organization(), handle -> write(handle, addressed, step, item, payload));
        if (told != null) {
            teller.tell(told, payload);
        }
    }

    /** The wait to tell of it; null when it has not begun. */
    private @Nullable WaitRow write(
            Handle handle, RunService.Addressed addressed, String step, @Nullable Integer item, JsonNode payload) {
        WaitDao dao = handle.attach(WaitDao.class);
        WaitRow wait = dao.lockNewest(addressed.run().value(), step, item, WaitKind.CALLBACK.text())
                .orElse(null);
        Instant now = clock.instant();
        if (wait == null) {
            if (dao.insertEarly(early(addressed, step, item, payload, now)) == 0) {
                throw answered();
            }
            return null;
        }
        if (!wait.isOpen()) {
            throw answered();
        }
        JsonNode schema = mapper.input(wait).path("callback").path("schema");
        List<FieldError> misfits = schema.isObject() ? RunInputs.misfits(schema, payload.path("body")) : List.of();
        if (!misfits.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The step does not take this", misfits);
        }
        dao.arrive(wait.id(), payload.toString(), now);
        return wait;
    }

    private static ProblemException answered() {
        return new ProblemException(ProblemType.CONFLICT, "The step has its answer, or waits for none any longer");
    }

    private WaitRow early(
            RunService.Addressed addressed, String step, @Nullable Integer item, JsonNode payload, Instant now) {
        return new WaitRow(
                Ids.next(),
                addressed.organization().value(),
                addressed.run().value(),
                WaitMapper.key(addressed.run(), step, item),
                WaitKind.CALLBACK.text(),
                step,
                item,
                "{}",
                null,
                null,
                null,
                null,
                null,
                payload.toString(),
                now,
                null,
                null,
                now);
    }

    private static boolean isCallback(PlannedStep step, String id) {
        return step.id().equals(id)
                && step.call().agent().equals("flow")
                && step.call().capability().equals("wait")
                && step.call().with().hasNonNull("callback");
    }
}
