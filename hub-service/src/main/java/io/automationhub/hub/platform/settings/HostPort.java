package io.automationhub.hub.platform.settings;

/**
 * A network address.
 *
 * @param host name or address; IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    /** The form {@code host:port}, IPv6 in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
