package io.automationhub.hub.platform.web.idempotency;

import org.jspecify.annotations.Nullable;

/** What is held under a key; {@code same} tells whether it was the same request, the rest is null while it is under way. */
@SuppressWarnings("ArrayRecordComponent")
public record IdempotencyRow(
        boolean same,
        boolean interrupted,
        @Nullable Integer status,
        @Nullable String headers,
        byte @Nullable [] body) {}
