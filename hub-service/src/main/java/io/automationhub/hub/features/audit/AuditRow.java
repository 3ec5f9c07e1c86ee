package io.automationhub.hub.features.audit;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;

/**
 * One entry as it is stored.
 *
 * @param sequence counts from 1 without gaps within the organization
 * @param change canonical JSON, as text
 * @param hash code over the entry and the hash before
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AuditRow(
        OrganizationId organizationId,
        long sequence,
        Instant time,
        String subject,
        String action,
        String resourceType,
        String resourceId,
        String change,
        byte[] hash) {}
