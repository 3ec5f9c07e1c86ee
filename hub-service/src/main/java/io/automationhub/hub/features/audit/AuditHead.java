package io.automationhub.hub.features.audit;

import io.automationhub.hub.platform.security.Sealed;

/**
 * Where the chain of an organization ends.
 *
 * @param seal code over sequence and hash, which a copy of an entry's hash cannot stand for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AuditHead(long sequence, byte[] hash, byte[] seal, String keyId, byte[] wrappedKey, byte[] ciphertext) {

    Sealed key() {
        return new Sealed(keyId, wrappedKey, ciphertext);
    }
}
