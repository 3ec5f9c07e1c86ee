package io.automationhub.hub.features.triggers;

import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Sealed;
import java.util.UUID;

/** The encrypted secret in a row of {@code triggers}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TriggerSecretRow(UUID id, UUID organizationId, String keyId, byte[] wrappedKey, byte[] ciphertext) {

    Sealed sealed() {
        return new Sealed(keyId, wrappedKey, ciphertext);
    }

    /** What the encryption is bound to. */
    byte[] context() {
        return context(organizationId, id);
    }

    static byte[] context(UUID organization, UUID trigger) {
        return Envelope.context("trigger", organization, trigger);
    }
}
