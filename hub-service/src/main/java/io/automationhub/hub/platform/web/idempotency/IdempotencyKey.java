package io.automationhub.hub.platform.web.idempotency;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.ids.OrganizationId;

/**
 * What a key is known by: the same text of another caller or for another operation is another key.
 *
 * @param organization the caller's tenant
 * @param subject the caller
 * @param operation what is asked for, by its name in the contract
 * @param key the header as sent
 */
public record IdempotencyKey(OrganizationId organization, String subject, String operation, String key) {

    /** The key a caller sent with an operation. */
    public static IdempotencyKey of(Caller caller, String operation, String key) {
        return new IdempotencyKey(caller.organization(), caller.subject(), operation, key);
    }
}
