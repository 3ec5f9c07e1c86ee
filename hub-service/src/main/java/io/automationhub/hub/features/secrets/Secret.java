package io.automationhub.hub.features.secrets;

import java.time.Instant;
import java.util.List;

/**
 * A secret without its value, as the API shows it.
 *
 * @param scope {@code organization}, {@code project:<id>} or {@code environment:<id>}
 * @param version counts for each name over all scopes; what releases are pinned to
 * @param hosts servers it may be sent to, as a credential; an application is given it whatever stands here
 * @param updatedBy who set the newest value
 */
public record Secret(
        String name,
        String scope,
        int version,
        List<String> hosts,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy) {}
