package io.automationhub.hub.platform.web.contract;

import com.networknt.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the contract, as it is enforced.
 *
 * @param id the {@code operationId}
 * @param method upper case
 * @param path the path template, such as {@code /api/v1/projects/{project}}
 * @param access who may call it
 * @param parameters what may stand in path, query and headers
 * @param bodies the schema for each media type a body may have; empty when it takes none
 * @param bodyRequired whether a body must be sent
 * @param maxBody bytes a body may have at most
 * @param idempotent whether {@code Idempotency-Key} is honoured
 * @param answers the declared statuses with the schema for each media type; status {@code default} for problems
 * @param deprecation since when and until when it is there, or null while it is not deprecated
 */
public record Operation(
        String id,
        String method,
        String path,
        Access access,
        List<Parameter> parameters,
        Map<String, Schema> bodies,
        boolean bodyRequired,
        int maxBody,
        boolean idempotent,
        Map<String, Map<String, Schema>> answers,
        @Nullable Deprecation deprecation) {

    /**
     * Who may call an operation.
     *
     * @param scopes all of which the caller must hold
     * @param open no credentials are asked for
     * @param anonymous callers without credentials may, where the installation allows anonymous reading
     */
    public record Access(List<String> scopes, boolean open, boolean anonymous) {

        /** Whether the operation starts work, and so draws on the smaller budget. */
        public boolean executes() {
            return scopes.stream().anyMatch(scope -> scope.equals("execute") || scope.endsWith(":execute"));
        }
    }

    /**
     * The end of an operation, as the headers of RFC 9745 and RFC 8594 tell it.
     *
     * @param since value of {@code Deprecation}, such as {@code @1767225600}
     * @param sunset value of {@code Sunset}, an HTTP date, or null where none is set
     */
    public record Deprecation(String since, @Nullable String sunset) {}

    /** The media types a body may have. */
    public Set<String> mediaTypes() {
        return bodies.keySet();
    }
}
