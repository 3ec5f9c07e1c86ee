package io.automationhub.hub.features.secrets;

import com.google.re2j.Pattern;
import io.automationhub.workflows.problem.ProblemException;
import java.util.Locale;

/**
 * Servers a secret may be sent to: a host as in {@code git.example.org}, {@code 192.0.2.7} or {@code [2001:db8::1]}, or all
 * below a domain as in {@code *.example.org}; with {@code :port} that port, without it the protocol's usual one.
 */
record HostPattern(String text) {

    private static final int MAX = 260;
    private static final Pattern FORM = Pattern.compile("((\\*\\.[a-z0-9-]+(\\.[a-z0-9-]+)+)"
            + "|([a-z0-9]([a-z0-9_-]*[a-z0-9])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*)"
            + "|(\\[[0-9a-f:.]+]))(:[1-9][0-9]{0,4})?");

    /**
     * Reads a pattern.
     *
     * @throws ProblemException {@code invalid} with pointer {@code /hosts}
     */
    static HostPattern parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() > MAX || !FORM.matcher(lower).matches()) {
            throw ProblemException.invalid("/hosts", "A server is host, *.domain, host:port or *.domain:port");
        }
        return new HostPattern(lower);
    }

    /** Whether it stands for a server, written as a host or {@code host:port}. */
    boolean covers(String server) {
        String lower = server.toLowerCase(Locale.ROOT);
        return text.startsWith("*.")
                ? lower.endsWith(text.substring(1)) && lower.length() >= text.length()
                : lower.equals(text);
    }
}
