package io.automationhub.hub.platform.web.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose request it is: the peer's address, or what a trusted proxy says of it. */
final class ClientAddress {

    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private final List<Range> trusted = new ArrayList<>();

    private record Range(InetAddress base, int bits) {

        boolean holds(InetAddress address) {
            byte[] a = address.getAddress();
            byte[] b = base.getAddress();
            if (a.length != b.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((a[bit >> 3] & mask) != (b[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Takes addresses and CIDR ranges; throws {@link IllegalArgumentException} for anything else. */
    ClientAddress(List<String> trustedProxies) {
        for (String text : trustedProxies) {
            int slash = text.indexOf('/');
            InetAddress base = parse(slash < 0 ? text : text.substring(0, slash));
            if (base == null) {
                throw new IllegalArgumentException("'" + text + "' is neither an address nor a CIDR range");
            }
            int all = base.getAddress().length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("'" + text + "' has no such prefix");
            }
            trusted.add(new Range(base, bits));
        }
    }

    /**
     * The nearest address that is not a trusted proxy's.
     *
     * @param peer who opened the connection
     * @param forwardedFor the {@code X-Forwarded-For} header, or null; everything in it left of the first address no
     *     trusted proxy vouches for is the client's own word and ignored
     */
    String of(String peer, @Nullable String forwardedFor) {
        if (trusted.isEmpty() || forwardedFor == null || !isTrusted(peer)) {
            return peer;
        }
        String client = peer;
        String[] hops = forwardedFor.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = parse(hops[i].trim());
            if (hop == null) {
                return client;
            }
            client = hop.getHostAddress();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(String text) {
        InetAddress address = parse(text);
        return address != null && trusted.stream().anyMatch(range -> range.holds(address));
    }

    /** Only literals, so that nothing is ever looked up. */
    private static @Nullable InetAddress parse(String text) {
        boolean four = text.split("\\.", -1).length == 4;
        if (!LITERAL.matcher(text).matches() || (text.indexOf(':') < 0 && !four)) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
