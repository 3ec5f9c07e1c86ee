package io.automationhub.hub.features.secrets;

import java.time.Instant;
import java.util.UUID;

/** A plain value, as it is stored. */
public record VariableRow(
        String scopeKind, UUID scopeId, String name, String value, int version, Instant createdAt, Instant updatedAt) {}
