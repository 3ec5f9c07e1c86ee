package io.automationhub.hub.platform.settings;

import java.net.URI;
import java.util.List;

/**
 * Where the API is.
 *
 * @param bind address it listens on
 * @param port port it listens on
 * @param publicUrl address it is reached at, without a trailing slash
 * @param corsOrigins origins whose pages may call it
 * @param trustedProxies addresses and CIDR ranges of proxies that are believed about who calls
 */
public record HttpSettings(
        String bind, int port, URI publicUrl, List<String> corsOrigins, List<String> trustedProxies) {

    public HttpSettings {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
