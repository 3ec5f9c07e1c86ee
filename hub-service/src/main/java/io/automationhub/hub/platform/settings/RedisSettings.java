package io.automationhub.hub.platform.settings;

import java.net.URI;

/**
 * A Redis server.
 *
 * @param url redis or rediss address, possibly with credentials; never printed
 */
public record RedisSettings(URI url) {

    @Override
    public String toString() {
        return "RedisSettings[" + url.getHost() + ":" + url.getPort() + "]";
    }
}
