package io.automationhub.hub.platform.security;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; one address is a range too. IPv4 addresses
 * mapped into IPv6 are the IPv4 addresses they stand for.
 */
public final class AddressRange {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final int MAPPED_BITS = 96;

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads a range; never asks a name server.
     *
     * @throws IllegalArgumentException for anything else, and for a range with bits beyond its prefix
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network = address(address);
        int most = network.length * 8;
        int bits = slash < 0 ? most : prefix(text.substring(slash + 1));
        if (slash >= 0 && network.length == 4 && address.indexOf(':') >= 0) {
            bits -= MAPPED_BITS;
        }
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("The prefix is too long");
        }
        for (int i = bits; i < most; i++) {
            if (bit(network, i)) {
                throw new IllegalArgumentException("There are bits beyond the prefix");
            }
        }
        return new AddressRange(network, bits);
    }

    /** Whether an address, as text, is in the range; what is no address is in none. */
    public boolean contains(String address) {
        try {
            return holds(address(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether another range is within this one. */
    public boolean contains(AddressRange other) {
        return other.bits >= bits && holds(other.network);
    }

    /** An address as it is always written, without a zone; empty for what is no address. Never asks a name server. */
    public static Optional<String> normal(String address) {
        try {
            return Optional.of(InetAddress.getByAddress(address(address)).getHostAddress());
        } catch (IllegalArgumentException | UnknownHostException none) {
            return Optional.empty();
        }
    }

    private boolean holds(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (bit(address, i) != bit(network, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bit(byte[] bytes, int index) {
        return ((bytes[index / 8] >> (7 - index % 8)) & 1) == 1;
    }

    private static int prefix(String text) {
        if (!text.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("The prefix is not a number");
        }
        return Integer.parseInt(text);
    }

    private static byte[] address(String text) {
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        if (!IPV4.matcher(plain).matches() && !IPV6.matcher(plain).matches()) {
            throw new IllegalArgumentException("Not an address");
        }
        InetAddress address = InetAddress.ofLiteral(plain);
        return address instanceof Inet4Address ? address.getAddress() : unmapped(address.getAddress());
    }

    private static byte[] unmapped(byte[] address) {
        for (int i = 0; i < 12; i++) {
            if (address[i] != (byte) (i < 10 ? 0 : 0xff)) {
                return address;
            }
        }
        return new byte[] {address[12], address[13], address[14], address[15]};
    }
}
