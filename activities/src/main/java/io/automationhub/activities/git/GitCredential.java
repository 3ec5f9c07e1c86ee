package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What opens a private repository; never printed, never part of an argument list. */
public final class GitCredential {

    private static final String KEY_BEGIN = "-----BEGIN ";

    private static final Pattern KEY =
            Pattern.compile("(-----BEGIN [^\n]*-----\n.*\n-----END [^\n]*-----)(.*)", Pattern.DOTALL);

    private final String secret;
    private final String hostKeys;

    private GitCredential(String secret, String hostKeys) {
        this.secret = secret;
        this.hostKeys = hostKeys;
    }

    /**
     * Reads a secret: a private key in PEM or OpenSSH form for ssh; {@code user:password} or an access token for https.
     * Behind a private key may stand the host keys of its server, as {@code ssh-keyscan} prints them; then no other is
     * taken.
     *
     * @throws ProblemException {@code invalid} when it is blank or holds control characters
     */
    public static GitCredential of(String secret) {
        String text = secret.strip().replace("\r\n", "\n");
        if (text.startsWith(KEY_BEGIN)) {
            Matcher parts = KEY.matcher(text);
            if (!parts.matches() || text.indexOf('\0') >= 0) {
                throw invalid();
            }
            String lines = parts.group(2).strip();
            return new GitCredential(parts.group(1), lines.isEmpty() ? "" : lines + "\n");
        }
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid();
        }
        return new GitCredential(text, "");
    }

    private static ProblemException invalid() {
        return ProblemException.invalid("/credential", "The secret holds no credential for a git server");
    }

    boolean isKey() {
        return secret.startsWith(KEY_BEGIN);
    }

    /** The private key as a file holds it. */
    String key() {
        return secret + "\n";
    }

    /** Lines of a {@code known_hosts} file, or nothing. */
    String hostKeys() {
        return hostKeys;
    }

    /**
     * Value of the {@code Authorization} header; hosts take any user name with a token.
     *
     * @throws ProblemException {@code invalid} for a private key, which must never leave the host
     */
    String authorization() {
        if (isKey()) {
            throw ProblemException.invalid("/credential", "A private key opens ssh servers only");
        }
        String pair = secret.indexOf(':') > 0 ? secret : "x-access-token:" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "GitCredential";
    }
}
