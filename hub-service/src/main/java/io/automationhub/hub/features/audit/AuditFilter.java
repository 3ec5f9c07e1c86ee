package io.automationhub.hub.features.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to list; null parts do not restrict.
 *
 * @param from earliest time, included
 * @param until latest time, excluded
 */
public record AuditFilter(
        @Nullable String action,
        @Nullable String subject,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** All entries. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);
}
