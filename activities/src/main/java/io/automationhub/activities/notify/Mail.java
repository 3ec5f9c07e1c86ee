package io.automationhub.activities.notify;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.automationhub.workflows.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mail and the server that takes it.
 *
 * @param from {@code a@example.org} or {@code Name <a@example.org>}
 * @param to at least one, spelled like {@code from}
 * @param text the body, plain text
 */
public record Mail(Server server, String from, List<String> to, String subject, String text) {

    // The addresses that HTML forms accept: no quoted local parts, which could carry parameters into SMTP commands.
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,10}");
    private static final int MAX_TO = 100;

    /** Refuses whatever could add a header or a command: {@code invalid} with a pointer. */
    public Mail {
        to = List.copyOf(to);
        requirePlain("/subject", subject);
        address("/from", from);
        if (to.isEmpty() || to.size() > MAX_TO) {
            throw ProblemException.invalid("/to", "Must be 1 to " + MAX_TO + " addresses");
        }
        for (int i = 0; i < to.size(); i++) {
            address("/to/" + i, to.get(i));
        }
    }

    /** How the connection is protected. */
    public enum Security {
        /** Not at all; without a user. */
        @JsonProperty("none")
        NONE,
        /** Encrypted before anything is said; refused when the server cannot. */
        @JsonProperty("starttls")
        STARTTLS,
        /** Encrypted from the first byte. */
        @JsonProperty("tls")
        TLS
    }

    /**
     * A mail server.
     *
     * @param host a name or address, as in a URL
     * @param user null to send without logging in
     * @param password null without a user
     */
    public record Server(
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable String password) {

        /** Refuses half a login, and one that everybody on the way could read. */
        public Server {
            if (port < 1 || port > 65_535) {
                throw ProblemException.invalid("/port", "Must be 1 to 65535");
            }
            if ((user == null) != (password == null)) {
                throw ProblemException.invalid("/user", "User and password go together");
            }
            if (user != null) {
                requirePlain("/user", user);
                if (security == Security.NONE) {
                    throw ProblemException.invalid("/security", "A password is sent only over starttls or tls");
                }
            }
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Server[" + host + ":" + port + ", " + security + "]";
        }
    }

    /** A mailbox in its parts. */
    record Mailbox(@Nullable String name, String address) {}

    /** The parts of an address. */
    static Mailbox address(String pointer, String text) {
        requirePlain(pointer, text);
        int open = text.endsWith(">") ? text.lastIndexOf('<') : -1;
        String address = open < 0 ? text : text.substring(open + 1, text.length() - 1);
        String name = open < 0 ? "" : text.substring(0, open).strip();
        if (!ADDRESS.matcher(address).matches() || name.length() > 200) {
            throw ProblemException.invalid(pointer, "Must be an address such as a@example.org or Name <a@example.org>");
        }
        return new Mailbox(name.isEmpty() ? null : name, address);
    }

    private static void requirePlain(String pointer, String text) {
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
            throw ProblemException.invalid(pointer, "Must be one line without control characters");
        }
    }
}
