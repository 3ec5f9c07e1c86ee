package io.automationhub.hub.features.secrets;

import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Sealed;
import io.automationhub.workflows.ids.OrganizationId;
import java.util.UUID;

/** An encrypted value, with what it is bound to. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SecretVersionRow(
        OrganizationId organizationId,
        UUID id,
        String scopeKind,
        UUID scopeId,
        String name,
        int version,
        String keyId,
        byte[] wrappedKey,
        byte[] ciphertext) {

    Sealed sealed() {
        return new Sealed(keyId, wrappedKey, ciphertext);
    }

    /** What the encryption is bound to: a value put in the place of another does not open. */
    byte[] context() {
        return context(organizationId, scopeKind, scopeId, name, version);
    }

    static byte[] context(OrganizationId organization, String scopeKind, UUID scopeId, String name, int version) {
        return Envelope.context("secret", organization, scopeKind, scopeId, name, version);
    }
}
