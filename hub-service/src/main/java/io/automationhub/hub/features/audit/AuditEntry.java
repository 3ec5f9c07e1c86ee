package io.automationhub.hub.features.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One change, as the API shows it.
 *
 * @param sequence counts from 1 without gaps within the organization
 * @param subject who, such as {@code api-key:<id>}
 * @param action what, such as {@code project.created}
 * @param change what it was changed to; without secrets
 * @param hash code over the entry and the one before, in hexadecimal
 */
public record AuditEntry(
        long sequence,
        Instant time,
        String subject,
        String action,
        String resourceType,
        String resourceId,
        JsonNode change,
        String hash) {}
