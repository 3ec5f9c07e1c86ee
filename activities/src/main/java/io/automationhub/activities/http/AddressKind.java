package io.automationhub.activities.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What reaching an address means, by the special-purpose registries of RFC 6890. */
enum AddressKind {
    /** On the public internet. */
    PUBLIC,
    /** On this machine or in the private network around it; an administrator may open it. */
    PRIVATE,
    /** Nothing an application has business with: unspecified, link-local with cloud metadata, multicast, reserved. */
    NEVER;

    @SuppressWarnings("ArrayRecordComponent") // private, and never changed
    private record Range(byte[] prefix, int bits, AddressKind kind) {

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Range> RANGES = List.of(
            range("0.0.0.0", 8, NEVER),
            range("10.0.0.0", 8, PRIVATE),
            range("100.64.0.0", 10, PRIVATE),
            range("127.0.0.0", 8, PRIVATE),
            range("169.254.0.0", 16, NEVER),
            range("172.16.0.0", 12, PRIVATE),
            range("192.0.0.0", 24, NEVER),
            range("192.0.2.0", 24, NEVER),
            range("192.88.99.0", 24, NEVER),
            range("192.168.0.0", 16, PRIVATE),
            range("198.18.0.0", 15, PRIVATE),
            range("198.51.100.0", 24, NEVER),
            range("203.0.113.0", 24, NEVER),
            range("224.0.0.0", 3, NEVER),
            range("::1", 128, PRIVATE),
            range("fc00::", 7, PRIVATE),
            // Of IPv6 only 2000::/3 is handed out; within it these are special.
            range("2001::", 23, NEVER),
            range("2001:db8::", 32, NEVER),
            range("3fff::", 20, NEVER),
            range("2000::", 3, PUBLIC));

    private static final byte[] NAT64 = literal("64:ff9b::");
    private static final byte[] SIX_TO_FOUR = literal("2002::");

    /** Judges an address; one that carries an IPv4 address within is judged by that. */
    static AddressKind of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16) {
            if (new Range(NAT64, 96, PUBLIC).contains(bytes)) {
                return of(embedded(bytes, 12));
            }
            if (new Range(SIX_TO_FOUR, 16, PUBLIC).contains(bytes)) {
                return of(embedded(bytes, 2));
            }
        }
        for (Range range : RANGES) {
            if (range.contains(bytes)) {
                return range.kind();
            }
        }
        return address instanceof Inet4Address ? PUBLIC : NEVER;
    }

    private static InetAddress embedded(byte[] bytes, int at) {
        byte[] four = {bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]};
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    private static Range range(String prefix, int bits, AddressKind kind) {
        return new Range(literal(prefix), bits, kind);
    }

    private static byte[] literal(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }
}
