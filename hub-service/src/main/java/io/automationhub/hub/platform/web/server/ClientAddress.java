package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.security.AddressRange;
import java.util.List;
import java.util.Optional;

/** Whose request it is: the peer's address, or what a trusted proxy says of it. */
final class ClientAddress {

    private final List<AddressRange> trusted;

    /** Takes addresses and CIDR ranges; throws {@link IllegalArgumentException} for anything else. */
    ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(AddressRange::parse).toList();
    }

    /**
     * The nearest address that is not a trusted proxy's.
     *
     * @param peer who opened the connection
     * @param forwardedFor all {@code X-Forwarded-For} headers in the order they came in, because a proxy may add one of its
     *     own below the client's; everything left of the first address no trusted proxy vouches for is the client's own
     *     word and ignored
     */
    String of(String peer, List<String> forwardedFor) {
        String client = AddressRange.normal(withoutBrackets(peer)).orElse(peer);
        if (trusted.isEmpty() || forwardedFor.isEmpty() || !isTrusted(client)) {
            return client;
        }
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<String> hop = AddressRange.normal(hops[i].trim());
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static String withoutBrackets(String peer) {
        return peer.startsWith("[") && peer.endsWith("]") ? peer.substring(1, peer.length() - 1) : peer;
    }
}
