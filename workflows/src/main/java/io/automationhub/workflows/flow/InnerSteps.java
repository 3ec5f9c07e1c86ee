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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The capabilities of {@link FlowAgent}: steps that are done in the run itself. Inputs are checked here, as nobody else does. */
final class InnerSteps {

    private static final String SUCCEEDED = "succeeded";

    /** Lets a step wait: its run may be cut and go on as another workflow meanwhile. */
    interface Waiting {

        /**
         * Waits for a time.
         *
         * @throws ProblemException when the step is to stop before it
         */
        void until(Instant time);

        /**
         * Waits for what comes from outside of the run.
         *
         * @param time when it gives up, null for never
         * @return what came; empty at the time
         * @throws ProblemException when the step is to stop before
         */
        Optional<JsonNode> arrival(@Nullable Instant time);
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
            case "approval" -> decided(input, begun, waiting);
            case "call" -> called(input, waiting);
            default -> throw new ProblemException(ProblemType.INVALID, "There is no step flow/" + capability);
        };
    }

    /** Whether something goes on elsewhere while a capability waits, and ends when it is told to stop. */
    static boolean worksElsewhere(String capability) {
        return capability.equals("call");
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
        ObjectNode output = Variables.object();
        if (input.hasNonNull("event") || input.hasNonNull("callback")) {
            String timeout = input.path("timeout").asText("");
            Instant limit = timeout.isEmpty() ? null : begun.plus(duration(timeout));
            JsonNode came = waiting.arrival(limit)
                    .orElseThrow(
                            () -> new ProblemException(ProblemType.TIMEOUT, "Nothing came within " + cut(timeout)));
            output.setAll((ObjectNode) came);
        } else if (input.hasNonNull("duration")) {
            waiting.until(begun.plus(duration(input.path("duration").asText())));
        } else {
            waiting.until(moment(input.path("until").asText()));
        }
        Duration waited = Duration.between(begun, Pauses.now());
        return output.put("waitedMs", Math.max(0, waited.toMillis()));
    }

    /** A decision that is not made in time is a refusal, or a failure where the author prefers it. */
    private static JsonNode decided(JsonNode input, Instant begun, Waiting waiting) {
        JsonNode expires = input.path("expires");
        Instant limit = expires.hasNonNull("after")
                ? begun.plus(duration(expires.path("after").asText()))
                : null;
        Optional<JsonNode> decision = waiting.arrival(limit);
        if (decision.isEmpty() && expires.path("then").asText().equals("fail")) {
            throw new ProblemException(
                    ProblemType.TIMEOUT,
                    "Nobody decided within " + expires.path("after").asText());
        }
        JsonNode made = decision.orElseGet(
                () -> Variables.object().put("decision", "reject").put("by", "expiry"));
        boolean refused = made.path("decision").asText().equals("reject");
        if (refused && !input.path("onReject").asText().equals("continue")) {
            String by = made.path("by").asText();
            String detail = by.equals("expiry") ? "Nobody approved it in time" : by + " refused it";
            throw new Problem(ProblemType.REJECTED, detail, List.of(), made).toException();
        }
        return made;
    }

    private static JsonNode called(JsonNode input, Waiting waiting) {
        JsonNode ended = waiting.arrival(null).orElseThrow();
        String status = ended.path("status").asText();
        if (status.equals(SUCCEEDED)) {
            return ended;
        }
        String detail = "The workflow '" + input.path("workflow").asText() + "' " + status + ": "
                + ended.path("error").path("detail").asText("no reason is known");
        throw new Problem(ProblemType.FAILED, detail, List.of(), ended).toException();
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
