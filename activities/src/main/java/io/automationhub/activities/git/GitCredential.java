package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What opens a private repository; never printed, never part of an argument list. */
public final class GitCredential {

    private static final String KEY_BEGIN = "-----BEGIN ";

    private final String secret;

    private GitCredential(String secret) {
        this.secret = secret;
    }

    /**
     * Reads a secret: a private key in PEM or OpenSSH form for ssh; {@code user:password} or an access token for https.
     *
     * @throws ProblemException {@code invalid} when it is blank or holds control characters
     */
    public static GitCredential of(String secret) {
        String text = secret.strip();
        boolean key = text.startsWith(KEY_BEGIN);
        if (text.isEmpty() || (!key && text.chars().anyMatch(Character::isISOControl))) {
            throw ProblemException.invalid("/credential", "The secret holds no credential for a git server");
        }
        return new GitCredential(text);
    }

    boolean isKey() {
        return secret.startsWith(KEY_BEGIN);
    }

    /** The private key as a file holds it. */
    String key() {
        return secret.replace("\r\n", "\n") + "\n";
    }

    /** Value of the {@code Authorization} header; hosts take any user name with a token. */
    String authorization() {
        String pair = secret.indexOf(':') > 0 ? secret : "x-access-token:" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "GitCredential";
    }
}
