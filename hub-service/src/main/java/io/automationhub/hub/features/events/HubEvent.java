package io.automationhub.hub.features.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event.
 *
 * @param organizationId whose
 * @param seq its number within the organization, from 1, without gaps
 * @param position its number over all organizations; never shown to a tenant
 * @param id unique; a UUIDv7
 * @param topic what kind, such as {@code deployment.succeeded}
 * @param source who published it: {@link EventService#HUB} or the subject of an API caller
 * @param subject what it is about, such as a deployment's id
 * @param payload details
 * @param time when it was published
 */
public record HubEvent(
        OrganizationId organizationId,
        long seq,
        long position,
        UUID id,
        String topic,
        String source,
        @Nullable String subject,
        JsonNode payload,
        Instant time) {}
