package io.automationhub.hub.features.events;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code events}; the payload is JSON text. */
public record EventRow(
        OrganizationId organizationId,
        long seq,
        long position,
        UUID id,
        String topic,
        String source,
        @Nullable String subject,
        String payload,
        Instant time) {}
