package io.automationhub.hub.testing;

import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.MasterKeys;
import java.security.SecureRandom;
import java.util.Base64;

/** Master keys for tests. */
public final class TestKeys {

    private TestKeys() {}

    /** A new random master key, as a setting has it. */
    public static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** An envelope under a new random master key. */
    public static Envelope envelope() {
        return new Envelope(MasterKeys.parse(random()));
    }
}
