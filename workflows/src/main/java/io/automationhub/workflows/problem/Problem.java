package io.automationhub.workflows.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem as data: what a failed step is recorded with.
 *
 * @param type what kind
 * @param detail this occurrence, a sentence for people, without secrets
 * @param errors the wrong fields, if any
 * @param evidence what led to it, such as a probe transcript, or null
 */
public record Problem(
        ProblemType type,
        String detail,
        List<FieldError> errors,
        @Nullable JsonNode evidence) {

    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /** The data of an exception. */
    public static Problem of(ProblemException e) {
        return new Problem(e.type(), e.detail(), e.errors(), e.evidence());
    }

    /** The exception for this data. */
    public ProblemException toException() {
        ProblemException plain = new ProblemException(type, detail, errors);
        return evidence == null ? plain : plain.withEvidence(evidence);
    }
}
