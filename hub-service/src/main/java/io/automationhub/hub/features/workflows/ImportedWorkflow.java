package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.automationhub.workflows.problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one definition.
 *
 * @param index its place among the documents, from 0
 * @param workflow the workflow it is now, or the one that is in its way; null when there is none
 * @param slug of that workflow
 * @param errors what is wrong with the definition
 */
public record ImportedWorkflow(
        int index,
        Outcome outcome,
        @Nullable WorkflowId workflow,
        @Nullable String slug,
        List<FieldError> errors) {

    public ImportedWorkflow {
        errors = List.copyOf(errors);
    }

    /** What can become of one. */
    public enum Outcome {
        @JsonProperty("created")
        CREATED,
        @JsonProperty("replaced")
        REPLACED,
        /** The draft is the same already. */
        @JsonProperty("unchanged")
        UNCHANGED,
        /** There is another workflow by its name, which was left as it is. */
        @JsonProperty("conflict")
        CONFLICT,
        @JsonProperty("invalid")
        INVALID
    }

    /** What became of all of them, in their order. */
    public record All(List<ImportedWorkflow> items) {

        public All {
            items = List.copyOf(items);
        }
    }
}
