package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.definition.Durations;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** The capabilities of {@link FlowAgent}: steps that are done in the run itself. Inputs are checked here, as nobody else does. */
final class InnerSteps {

    /** Lets a step wait: its run may be cut and go on as another workflow meanwhile. */
    @FunctionalInterface
    interface Waiting {
        /** Returns at the time, or when the step is to stop. */
        void until(Instant time);
    }

    private InnerSteps() {}

    /**
     * Does a step.
     *
     * @param begun when its attempt began, the same after a cut
     * @throws ProblemException for every failure
     */
    static JsonNode perform(String capability, JsonNode input, Instant begun, Waiting waiting) {
        return switch (capability) {
            case "switch" -> choose(input);
            case "transform" -> input.path("value");
            case "fail" -> throw failure(input);
            case "wait" -> await(input, begun, waiting);
            default -> throw new ProblemException(ProblemType.INVALID, "There is no step flow/" + capability);
        };
    }

    private static JsonNode choose(JsonNode input) {
        ObjectNode output = Variables.object();
        for (JsonNode each : input.path("cases")) {
            if (!each.path("when").isBoolean()) {
                throw invalid("'when' of the case '" + each.path("case").asText() + "' is neither true nor false");
            }
            if (each.path("when").booleanValue()) {
                return output.set("case", each.path("case"));
            }
        }
        return output.set("case", input.path("default").isTextual() ? input.path("default") : null);
    }

    private static ProblemException failure(JsonNode input) {
        String message = input.path("message").asText();
        JsonNode evidence = input.path("evidence");
        return new Problem(ProblemType.FAILED, message, List.of(), evidence.isMissingNode() ? null : evidence)
                .toException();
    }

    private static JsonNode await(JsonNode input, Instant begun, Waiting waiting) {
        Instant time = input.hasNonNull("duration")
                ? begun.plus(duration(input.path("duration").asText()))
                : moment(input.path("until").asText());
        waiting.until(time);
        Duration waited = Duration.between(begun, Pauses.now());
        return Variables.object().put("waitedMs", Math.max(0, waited.toMillis()));
    }

    private static Duration duration(String text) {
        return Durations.parse(text).orElseThrow(() -> invalid("'" + cut(text) + "' is not a span of time"));
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid("'" + cut(text) + "' is not a moment with date, time and offset");
        }
    }

    private static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID, detail);
    }
}
