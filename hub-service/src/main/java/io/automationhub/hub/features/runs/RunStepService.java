package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Steps, items and timeline of a run, a part at a time. Of a long run that ended only the pieces asked for are read; of
 * others the state is small, or is Temporal's.
 */
public final class RunStepService {

    private static final int PIECES_AT_ONCE = 10;

    private final Transactions transactions;
    private final RunService runs;
    private final ObjectMapper json;
    private final RunMapper mapper;

    public RunStepService(Transactions transactions, RunService runs, ObjectMapper json) {
        this.transactions = transactions;
        this.runs = runs;
        this.json = json;
        this.mapper = new RunMapper(json);
    }

    /** An element with its place in the whole list, from 0. */
    public record Placed<T>(int place, T value) {}

    /** A run without its documents, open ones as last recorded; quick to read however long it is. */
    public RunSummary summary(Caller caller, RunId run) {
        inPieces(caller, run);
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(RunQueryDao.class)
                        .byId(run.value())
                        .map(mapper::toSummary)
                        .orElseThrow(() -> ProblemException.notFound("run", run.toString())));
    }

    /** Steps after a place, in the plan's order. */
    public List<Placed<StepOutline>> steps(Caller caller, RunId run, @Nullable Integer after, int limit) {
        Wanted<StepOutline> wanted = new Wanted<>("steps", StepOutline.class, null, null, step -> true);
        return read(
                caller,
                run,
                wanted,
                state -> state.steps().stream().map(StepOutline::of).toList(),
                after,
                limit);
    }

    /**
     * Items of a step after a place, in their order.
     *
     * @param status only those in it; all when null
     * @throws ProblemException {@code not_found} when the run has no such step
     */
    public List<Placed<CallState>> items(
            Caller caller, RunId run, String step, @Nullable StepStatus status, @Nullable Integer after, int limit) {
        Wanted<CallState> wanted = new Wanted<>(
                RunRecorder.itemsOf(step),
                CallState.class,
                null,
                null,
                item -> status == null || item.status() == status);
        return read(caller, run, wanted, state -> items(state, step), after, limit);
    }

    /**
     * Spans of work after a place, in the order of their beginnings.
     *
     * @param from only what goes on at this time or later; all when null
     * @param to only what began before; all when null
     * @param step only this step's; all when null
     */
    public List<Placed<TimelineEntry>> timeline(
            Caller caller,
            RunId run,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String step,
            @Nullable Integer after,
            int limit) {
        Wanted<TimelineEntry> wanted = new Wanted<>(
                "timeline",
                TimelineEntry.class,
                from,
                to,
                entry -> entry.within(from, to) && (step == null || step.equals(entry.step())));
        return read(caller, run, wanted, TimelineEntry::of, after, limit);
    }

    /** Which elements of which list are asked for. */
    private record Wanted<T>(
            String list,
            Class<T> type,
            @Nullable Instant from,
            @Nullable Instant to,
            Predicate<T> filter) {}

    private <T> List<Placed<T>> read(
            Caller caller,
            RunId run,
            Wanted<T> wanted,
            Function<FlowState, List<T>> whole,
            @Nullable Integer after,
            int limit) {
        int place = after == null ? 0 : after + 1;
        if (inPieces(caller, run)) {
            return transactions.inOrganization(
                    caller.organization(),
                    handle -> ofPieces(handle.attach(RunPieceDao.class), run, wanted, place, limit));
        }
        List<Placed<T>> found = new ArrayList<>();
        List<T> all = whole.apply(runs.get(caller, run).state());
        take(all, 0, place, wanted, limit, found);
        return found;
    }

    private boolean inPieces(Caller caller, RunId run) {
        return transactions
                .inOrganization(
                        caller.organization(),
                        handle -> handle.attach(RunPieceDao.class).head(run.value()))
                .filter(head ->
                        caller.projects().isEmpty() || (head.project() != null && caller.reaches(head.project())))
                .orElseThrow(() -> ProblemException.notFound("run", run.toString()))
                .inPieces();
    }

    private <T> List<Placed<T>> ofPieces(RunPieceDao dao, RunId run, Wanted<T> wanted, int place, int limit) {
        List<Placed<T>> found = new ArrayList<>();
        int next = place;
        List<RunPieceRow> pieces;
        do {
            int first = next;
            int most = Math.min(PIECES_AT_ONCE, limit / RunRecorder.PIECE + 2);
            pieces = dao.from(run.value(), wanted.list(), first, wanted.from(), wanted.to(), most);
            for (RunPieceRow piece : pieces) {
                take(elements(piece.content(), wanted.type()), piece.first(), first, wanted, limit, found);
                next = piece.last() + 1;
            }
        } while (!pieces.isEmpty() && found.size() < limit);
        return found;
    }

    private static <T> void take(
            List<T> elements, int first, int place, Wanted<T> wanted, int limit, List<Placed<T>> found) {
        for (int i = Math.max(0, place - first); i < elements.size() && found.size() < limit; i++) {
            if (wanted.filter().test(elements.get(i))) {
                found.add(new Placed<>(first + i, elements.get(i)));
            }
        }
    }

    private static List<CallState> items(FlowState state, String step) {
        StepState found = state.steps().stream()
                .filter(each -> each.id().equals(step))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("step", step));
        return found.items() == null ? List.of() : found.items();
    }

    private <T> List<T> elements(String content, Class<T> type) {
        JavaType list = json.getTypeFactory().constructCollectionType(List.class, type);
        try {
            return json.readValue(content, list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored piece of a run cannot be read", e);
        }
    }
}
