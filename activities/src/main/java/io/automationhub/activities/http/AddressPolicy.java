package io.automationhub.activities.http;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which machines the hub may be sent to by what users write: URLs of git servers, webhooks and the like. */
public final class AddressPolicy {

    /** Looks up a name; the system's way unless a test knows better. */
    @FunctionalInterface
    public interface Lookup {

        /** All addresses of a name, at least one. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private static final int MAX_HOST = 253;
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)");
    private static final Pattern DOTTED =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    private final boolean privateOpen;
    private final Set<String> openHosts;
    private final Set<Integer> closedPorts;
    private final Lookup lookup;

    /**
     * A policy that looks names up the system's way.
     *
     * @param privateOpen whether private addresses, this machine's among them, may be reached at all
     * @param openHosts host names and address literals that may be reached although their addresses are private
     * @param closedPorts ports of this machine that stay closed even then: the hub's own database and workflow server
     */
    public AddressPolicy(boolean privateOpen, Set<String> openHosts, Set<Integer> closedPorts) {
        this(privateOpen, openHosts, closedPorts, InetAddress::getAllByName);
    }

    /** The same with another way to look names up. */
    public AddressPolicy(boolean privateOpen, Set<String> openHosts, Set<Integer> closedPorts, Lookup lookup) {
        this.privateOpen = privateOpen;
        this.openHosts = openHosts.stream().map(AddressPolicy::normal).collect(Collectors.toUnmodifiableSet());
        this.closedPorts = Set.copyOf(closedPorts);
        this.lookup = lookup;
    }

    /**
     * Looks a host up once and returns the addresses that may be connected to; the caller connects to no other.
     *
     * @param host a name, a dotted IPv4 address or an IPv6 address in brackets
     * @throws ProblemException {@code invalid} when the host is not spelled in the one usual way, or any of its
     *     addresses is closed; {@code upstream} when it is not known
     */
    public List<InetAddress> permitted(String host, int port) {
        String name = checkedName(host);
        InetAddress[] addresses;
        try {
            addresses = lookup.addresses(name);
        } catch (UnknownHostException e) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, "The host '" + name + "' is not known", e);
        }
        boolean open = privateOpen || openHosts.contains(normal(host));
        for (InetAddress address : addresses) {
            if (!permitted(address, port, open)) {
                throw new ProblemException(
                        ProblemType.INVALID, "The host '" + name + "' is not open to requests of the hub");
            }
        }
        return List.copyOf(Arrays.asList(addresses));
    }

    private boolean permitted(InetAddress address, int port, boolean open) {
        return switch (AddressKind.of(address)) {
            case PUBLIC -> true;
            case PRIVATE -> open && !(address.isLoopbackAddress() && closedPorts.contains(port));
            case NEVER -> false;
        };
    }

    /** Refuses spellings that another program could read as another host. */
    private static String checkedName(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            String inner = host.substring(1, host.length() - 1);
            if (inner.indexOf('%') < 0 && inner.indexOf(':') >= 0) {
                try {
                    return InetAddress.ofLiteral(inner).getHostAddress();
                } catch (IllegalArgumentException e) {
                    throw refused(e);
                }
            }
            throw refused(null);
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.length() > MAX_HOST || !NAME.matcher(name).matches()) {
            throw refused(null);
        }
        if (ENDS_IN_NUMBER.matcher(name).matches() && !DOTTED.matcher(name).matches()) {
            throw refused(null);
        }
        return name;
    }

    private static ProblemException refused(@org.jspecify.annotations.Nullable Throwable cause) {
        return new ProblemException(ProblemType.INVALID, "The host is not a name or address in its usual form", cause);
    }

    private static String normal(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.toLowerCase(Locale.ROOT);
    }
}
