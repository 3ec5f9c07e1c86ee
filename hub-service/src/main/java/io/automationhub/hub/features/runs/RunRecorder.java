package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunActivities.RunRecord;
import io.automationhub.workflows.flow.RunActivities.RunStarted;
import io.automationhub.workflows.flow.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes down with the end of a run what makes it quick to find and to read: its words, and its lists in pieces. */
public final class RunRecorder implements RunListener {

    /** Runs with no more steps and items are read from their own row. */
    static final int SMALL = 200;

    /** Elements of a piece. */
    static final int PIECE = 100;

    private static final int TOLD_CHARACTERS = 16_000;

    private final RunMapper mapper;

    public RunRecorder(ObjectMapper json) {
        this.mapper = new RunMapper(json);
    }

    @Override
    public void started(Handle handle, RunStarted run) {
        // Nothing is known of it yet that could be looked for.
    }

    @Override
    public void finished(Handle handle, RunRecord run) {
        FlowState state = run.state();
        StringBuilder told = new StringBuilder();
        if (state.error() != null) {
            gather(state.error().type().slug(), told);
            gather(state.error().detail(), told);
        }
        if (state.outputs() != null) {
            gather(state.outputs(), told);
        }
        handle.attach(RunQueryDao.class).insertWords(run.run().value(), told.toString());
        if (size(state) > SMALL) {
            handle.attach(RunPieceDao.class).insert(pieces(run));
        }
    }

    private List<RunPieceRow> pieces(RunRecord run) {
        FlowState state = run.state();
        List<RunPieceRow> pieces = new ArrayList<>();
        cut(run, "steps", state.steps().stream().map(StepOutline::of).toList(), step -> null, step -> null, pieces);
        cut(
                run,
                "timeline",
                TimelineEntry.of(state),
                TimelineEntry::startedAt,
                // What never ended reaches into every later span.
                entry -> entry.endedAt() == null ? state.endedAt() : entry.endedAt(),
                pieces);
        for (StepState step : state.steps()) {
            if (step.items() != null) {
                cut(run, itemsOf(step.id()), step.items(), CallState::startedAt, CallState::endedAt, pieces);
            }
        }
        return pieces;
    }

    /** The name of the list of a step's items. */
    static String itemsOf(String step) {
        return "items/" + step;
    }

    private <T> void cut(
            RunRecord run,
            String list,
            List<T> elements,
            Function<T, @Nullable Instant> start,
            Function<T, @Nullable Instant> end,
            List<RunPieceRow> pieces) {
        for (int first = 0; first < elements.size(); first += PIECE) {
            List<T> piece = elements.subList(first, Math.min(elements.size(), first + PIECE));
            pieces.add(new RunPieceRow(
                    run.run().value(),
                    run.scope().organization().value(),
                    list,
                    first,
                    first + piece.size() - 1,
                    piece.stream()
                            .map(start)
                            .filter(Objects::nonNull)
                            .min(Instant::compareTo)
                            .orElse(null),
                    piece.stream()
                            .map(end)
                            .filter(Objects::nonNull)
                            .max(Instant::compareTo)
                            .orElse(null),
                    mapper.write(piece)));
        }
    }

    private static int size(FlowState state) {
        return state.steps().stream()
                .mapToInt(step -> 1 + (step.items() == null ? 0 : step.items().size()))
                .sum();
    }

    /** Adds the texts and numbers of a value, until there is enough. */
    private static void gather(JsonNode value, StringBuilder told) {
        if (told.length() >= TOLD_CHARACTERS) {
            return;
        }
        if (value.isValueNode()) {
            gather(value.asText(), told);
        } else {
            value.forEach(each -> gather(each, told));
        }
    }

    private static void gather(String text, StringBuilder told) {
        int room = Math.min(text.length(), TOLD_CHARACTERS - told.length());
        if (room > 0) {
            // PostgreSQL's text has no NUL.
            told.append(text.substring(0, room).replace('\0', ' ')).append(' ');
        }
    }
}
