package io.automationhub.hub.platform.security;

/**
 * A value encrypted under a key of its own, and that key encrypted under a master key.
 *
 * @param keyId the master key
 * @param wrappedKey nonce, encrypted key, tag
 * @param ciphertext nonce, encrypted value, tag
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sealed(String keyId, byte[] wrappedKey, byte[] ciphertext) {}
