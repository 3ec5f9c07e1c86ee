package io.automationhub.hub.features.identity;

import java.util.List;
import java.util.UUID;

/**
 * Who makes the request.
 *
 * @param subject as the audit log has it
 * @param projects the only projects reached; empty for all
 */
public record Me(String subject, MyOrganization organization, List<String> scopes, List<UUID> projects) {

    /** The tenant of the caller. */
    public record MyOrganization(UUID id, String slug, String name) {}
}
