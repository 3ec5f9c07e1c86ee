package io.automationhub.hub.platform.settings;

import java.util.Optional;

/**
 * Who may do what, and with which keys.
 *
 * @param authEnabled whether credentials are asked for
 * @param allowAnonymousRead whether what is nobody's can be read without
 * @param masterKey key for secrets at rest; never printed
 * @param adminKey bootstrap key of the first administrator; never printed
 */
public record SecuritySettings(
        boolean authEnabled, boolean allowAnonymousRead, Optional<String> masterKey, Optional<String> adminKey) {

    @Override
    public String toString() {
        return "SecuritySettings[authEnabled=" + authEnabled + ", allowAnonymousRead=" + allowAnonymousRead + "]";
    }
}
