package io.automationhub.workflows.problem;

import static io.automationhub.workflows.problem.ProblemCategory.CALLER;
import static io.automationhub.workflows.problem.ProblemCategory.CAPACITY;
import static io.automationhub.workflows.problem.ProblemCategory.INTERNAL;
import static io.automationhub.workflows.problem.ProblemCategory.UPSTREAM;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Every kind of problem the hub reports. The slug is the {@code code} of an RFC 9457 problem, the type of a workflow
 * failure and the name SDKs map to an exception, so it never changes once released.
 */
public enum ProblemType {
    MALFORMED("malformed", 400, CALLER, "The request could not be read"),
    UNAUTHENTICATED("unauthenticated", 401, CALLER, "No valid credentials were given"),
    FORBIDDEN("forbidden", 403, CALLER, "The credentials do not allow this"),
    NOT_FOUND("not_found", 404, CALLER, "There is no such thing"),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, CALLER, "The method is not available here"),
    NOT_ACCEPTABLE("not_acceptable", 406, CALLER, "No representation fits the Accept header"),
    CONFLICT("conflict", 409, CALLER, "The request does not fit the present state"),
    PRECONDITION_FAILED("precondition_failed", 412, CALLER, "The resource has changed in the meantime"),
    TOO_LARGE("too_large", 413, CALLER, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415, CALLER, "The media type is not accepted here"),
    INVALID("invalid", 422, CALLER, "The request is well-formed but not valid"),
    IDEMPOTENCY_KEY_REUSED("idempotency_key_reused", 422, CALLER, "The key was used with another request"),
    RATE_LIMITED("rate_limited", 429, CAPACITY, "Too many requests"),
    UNAVAILABLE("unavailable", 503, UPSTREAM, "Something the hub depends on is away"),
    INTERNAL_ERROR("internal_error", 500, INTERNAL, "The hub made a mistake"),

    DISK_FULL("disk_full", 507, CAPACITY, "The disk is full"),
    TIMEOUT("timeout", 504, UPSTREAM, "It took too long"),
    UPSTREAM_FAILED("upstream", 502, UPSTREAM, "Another service answered with an error"),
    REFUSED("refused", 422, CALLER, "Another service did not do what it was asked for"),
    OUTCOME_UNKNOWN("outcome_unknown", 500, INTERNAL, "An effect was begun and its result is not known"),
    SOURCE_NOT_FOUND("source_not_found", 422, CALLER, "The repository, branch, tag or commit does not exist"),
    BUILD_FAILED("build_failed", 422, CALLER, "The build ended with an error"),
    CONTAINER_EXITED("container_exited", 422, CALLER, "The container ended by itself"),
    UNHEALTHY("unhealthy", 422, CALLER, "The health check did not pass"),
    COMMAND_FAILED("command_failed", 422, CALLER, "The command ended with an error"),
    FAILED("failed", 422, CALLER, "The workflow ended it with a failure"),
    REJECTED("rejected", 422, CALLER, "An approval was refused"),
    BAKE_FAILED("bake_failed", 422, CALLER, "The release misbehaved under traffic"),
    CANCELED("canceled", 409, CALLER, "It was canceled"),
    SUPERSEDED("superseded", 409, CALLER, "A newer one took its place");

    private final String slug;
    private final int status;
    private final ProblemCategory category;
    private final String title;

    ProblemType(String slug, int status, ProblemCategory category, String title) {
        this.slug = slug;
        this.status = status;
        this.category = category;
        this.title = title;
    }

    /** The stable, snake_case name. */
    @JsonValue
    public String slug() {
        return slug;
    }

    /** The HTTP status when the API answers with it. */
    public int status() {
        return status;
    }

    public ProblemCategory category() {
        return category;
    }

    /** One short sentence for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Whether a step that failed with it is worth another attempt when its definition does not say. */
    public boolean retryable() {
        return category == UPSTREAM || category == CAPACITY;
    }

    /** Finds a type by its slug; {@link #INTERNAL_ERROR} for a slug of another version. */
    @JsonCreator
    public static ProblemType of(String slug) {
        for (ProblemType type : values()) {
            if (type.slug.equals(slug)) {
                return type;
            }
        }
        return INTERNAL_ERROR;
    }
}
