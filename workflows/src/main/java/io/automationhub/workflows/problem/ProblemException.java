package io.automationhub.workflows.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A problem on its way to whoever asked. Its texts are written for the caller and hold no secret. */
public final class ProblemException extends RuntimeException {

    private final ProblemType type;
    private final transient List<FieldError> errors;
    private final transient @Nullable JsonNode evidence;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null, null);
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        this(type, detail, errors, null, null);
    }

    public ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
        this(type, detail, List.of(), null, cause);
    }

    private ProblemException(
            ProblemType type,
            String detail,
            List<FieldError> errors,
            @Nullable JsonNode evidence,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.evidence = evidence;
    }

    /** One wrong field of an otherwise readable input. */
    public static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(ProblemType.INVALID, detail, List.of(new FieldError(pointer, detail)));
    }

    /** The same problem with what led to it, such as a probe transcript or the last log lines; shown to the user. */
    public ProblemException withEvidence(JsonNode found) {
        return new ProblemException(type, detail(), errors, found, getCause());
    }

    /** Nothing by that name that the caller may see. */
    public static ProblemException notFound(String what, String name) {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no " + what + " '" + name + "'");
    }

    public ProblemType type() {
        return type;
    }

    /** What this occurrence is about, one sentence for the caller. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** What led to it, an object for the failure report, or null. */
    public @Nullable JsonNode evidence() {
        return evidence;
    }
}
