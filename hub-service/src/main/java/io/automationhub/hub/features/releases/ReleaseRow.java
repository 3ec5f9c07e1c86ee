package io.automationhub.hub.features.releases;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code releases}; the snapshot is a JSON document. */
public record ReleaseRow(
        UUID id,
        UUID organizationId,
        UUID projectId,
        UUID environmentId,
        UUID deploymentId,
        int number,
        String snapshot,
        Instant createdAt,
        @Nullable Instant lastLiveAt) {}
