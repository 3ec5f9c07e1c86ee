package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.web.JsonDifferences.Difference;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a definition would do with what is recorded of a run.
 *
 * @param status how the run would end
 * @param steps in the order they would be considered
 * @param output the workflow's outputs; null where it would fail
 * @param error why the outputs cannot be told, or null
 */
public record Forecast(
        RunStatus status,
        List<StepForecast> steps,
        @Nullable JsonNode output,
        @Nullable String error) {

    public Forecast {
        steps = List.copyOf(steps);
    }

    /**
     * What would become of one step.
     *
     * @param why it would not run, or would fail; null otherwise
     * @param basis where its result is from; null when it would not run
     * @param input what it would be given; null with items
     * @param itemCount how many items it would have; null without {@code forEach}
     * @param items what the first of them would be given; null without {@code forEach}
     * @param recorded how it ended in the run, or null
     * @param differences of the input to the recorded one
     */
    public record StepForecast(
            String id,
            Would would,
            @Nullable String why,
            @Nullable Basis basis,
            @Nullable JsonNode input,
            @Nullable Integer itemCount,
            @Nullable List<JsonNode> items,
            @Nullable StepStatus recorded,
            List<Difference> differences) {}

    /** What would become of a step. */
    public enum Would {
        @JsonProperty("run")
        RUN,
        @JsonProperty("skip")
        SKIP,
        /** It would not get as far as to run, as an expression of it fails. */
        @JsonProperty("fail")
        FAIL
    }

    /** Where the result of a step is from. */
    public enum Basis {
        /** The step of the run with the same id and capability. */
        @JsonProperty("recorded")
        RECORDED,
        /** It is done in the run itself and was done here. */
        @JsonProperty("computed")
        COMPUTED,
        /** The run has none: it is taken to succeed with nothing. */
        @JsonProperty("assumed")
        ASSUMED
    }
}
