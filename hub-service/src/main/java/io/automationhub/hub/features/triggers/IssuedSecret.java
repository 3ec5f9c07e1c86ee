package io.automationhub.hub.features.triggers;

import java.net.URI;

/**
 * A webhook's new secret, which is shown this once and never again.
 *
 * @param secret what the sender signs with
 * @param url where the sender sends to; holds the secret where nothing is signed
 */
public record IssuedSecret(String secret, URI url) {

    /** Without the secret, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "IssuedSecret[]";
    }
}
