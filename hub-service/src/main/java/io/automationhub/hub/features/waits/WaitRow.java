package io.automationhub.hub.features.waits;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code run_waits}.
 *
 * @param key of the call that waits
 * @param kind as {@link WaitKind#text}
 * @param item position of the item of {@code forEach}, or null
 * @param input of the call, as JSON text
 * @param since when the attempt that waits began; null for a callback that came before it
 * @param untilAt when the wait ends by itself
 * @param topics regular expression over topics of events, or null
 * @param calledRun the run whose end is waited for, or null
 * @param escalatesAt when others may decide too, or null
 * @param payload what came, as JSON text, or null
 * @param toldAt when the run was told
 * @param closedAt when the wait ended without anything having come
 */
public record WaitRow(
        UUID id,
        UUID organizationId,
        UUID runId,
        String key,
        String kind,
        String step,
        @Nullable Integer item,
        String input,
        @Nullable Instant since,
        @Nullable Instant untilAt,
        @Nullable String topics,
        @Nullable UUID calledRun,
        @Nullable Instant escalatesAt,
        @Nullable String payload,
        @Nullable Instant arrivedAt,
        @Nullable Instant toldAt,
        @Nullable Instant closedAt,
        Instant createdAt) {

    /** Whether something can still come. */
    boolean isOpen() {
        return since != null && arrivedAt == null && closedAt == null;
    }
}
