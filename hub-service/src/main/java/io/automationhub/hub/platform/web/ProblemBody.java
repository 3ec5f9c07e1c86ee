package io.automationhub.hub.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem as it is sent (RFC 9457).
 *
 * @param type the path of its description
 * @param title the same for every occurrence
 * @param status the response's
 * @param detail this occurrence, or null
 * @param instance the path that was asked for, or null where it could not be read
 * @param code the slug of the {@link ProblemType}
 * @param requestId the {@code X-Request-ID}
 * @param errors the wrong fields, left out where there are none
 * @param evidence what led to it, or null
 */
public record ProblemBody(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        String code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
        @Nullable JsonNode evidence) {

    /** The media type it is sent with. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public ProblemBody {
        errors = List.copyOf(errors);
    }

    /** A problem without more to say than its kind. */
    public static ProblemBody of(ProblemType type, @Nullable String instance, String requestId) {
        return new ProblemBody(
                "/docs/problems#" + type.slug(),
                type.title(),
                type.status(),
                null,
                instance,
                type.slug(),
                requestId,
                List.of(),
                null);
    }

    /** What an exception tells its caller. */
    public static ProblemBody of(ProblemException e, @Nullable String instance, String requestId) {
        return new ProblemBody(
                "/docs/problems#" + e.type().slug(),
                e.type().title(),
                e.type().status(),
                e.detail(),
                instance,
                e.type().slug(),
                requestId,
                e.errors(),
                e.evidence());
    }

    /** The kind of problem a bare HTTP status stands for. */
    public static ProblemType typeOf(int status) {
        return switch (status) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405, 501 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 409 -> ProblemType.CONFLICT;
            case 412 -> ProblemType.PRECONDITION_FAILED;
            case 413, 414, 431 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 422 -> ProblemType.INVALID;
            case 429 -> ProblemType.RATE_LIMITED;
            case 408, 504 -> ProblemType.TIMEOUT;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> status >= 400 && status < 500 ? ProblemType.MALFORMED : ProblemType.INTERNAL_ERROR;
        };
    }
}
