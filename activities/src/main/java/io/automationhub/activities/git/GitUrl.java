package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository is, in one of the forms {@code https://host/path}, {@code ssh://user@host/path},
 * {@code user@host:path}, {@code file:///path} or {@code /path}.
 *
 * @param text as git is given it
 * @param host name, address or bracketed IPv6 address; empty for a local path
 * @param port as written or the scheme's
 * @param path beginning with a slash, but for {@code user@host:path}
 */
public record GitUrl(Scheme scheme, String text, String host, int port, String path) {

    /** How it is reached. */
    public enum Scheme {
        HTTPS("https", 443),
        HTTP("http", 80),
        SSH("ssh", 22),
        LOCAL("file", 0);

        private final String protocol;
        private final int port;

        Scheme(String protocol, int port) {
            this.protocol = protocol;
            this.port = port;
        }

        /** Git's name of the protocol. */
        String protocol() {
            return protocol;
        }
    }

    private static final int MAX_LENGTH = 2048;
    private static final String HOST = "(?<host>[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])";
    private static final String PORT = "(:(?<port>[0-9]{1,5}))?";
    private static final String USER = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private static final String SAFE = "[A-Za-z0-9._~+@%,=-]";
    private static final String PATH = "(?<path>(/" + SAFE + "+)+/?)";
    private static final Pattern WEB = Pattern.compile("(?<scheme>https?)://" + HOST + PORT + PATH);
    private static final Pattern SSH = Pattern.compile("ssh://(" + USER + "@)?" + HOST + PORT + PATH);
    private static final Pattern SCP =
            Pattern.compile(USER + "@" + HOST + ":(?<path>[A-Za-z0-9._~/]" + SAFE + "*(/" + SAFE + "+)*/?)");
    private static final Pattern LOCAL = Pattern.compile("(file://)?" + PATH);

    /**
     * Reads one of the known forms; anything else is refused.
     *
     * @throws ProblemException {@code invalid} with pointer {@code /url}
     */
    public static GitUrl parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> ProblemException.invalid(
                        "/url", "Must be a plain https, ssh, user@host:path or local repository URL"));
    }

    private static Optional<GitUrl> tryParse(String text) {
        if (text.length() > MAX_LENGTH || escapes(text)) {
            return Optional.empty();
        }
        Matcher web = WEB.matcher(text);
        if (web.matches()) {
            Scheme scheme = Scheme.valueOf(web.group("scheme").toUpperCase(Locale.ROOT));
            return of(scheme, text, web.group("host"), web.group("port"), web.group("path"));
        }
        Matcher ssh = SSH.matcher(text);
        if (ssh.matches()) {
            return of(Scheme.SSH, text, ssh.group("host"), ssh.group("port"), ssh.group("path"));
        }
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            return of(Scheme.SSH, text, scp.group("host"), null, scp.group("path"));
        }
        Matcher local = LOCAL.matcher(text);
        // Git decodes percent signs in a file URL only, so a path with one would mean two things.
        return local.matches() && text.indexOf('%') < 0
                ? of(Scheme.LOCAL, text, "", null, local.group("path"))
                : Optional.empty();
    }

    /** Steps upwards, and percent signs that hide a separator, a control character or another percent sign. */
    private static boolean escapes(String text) {
        for (String segment : text.split("[/:]", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                return true;
            }
        }
        return Pattern.compile("%(?![2-7][0-9A-Fa-f])|%2[eEfF]|%25|%5[cC]|%7[fF]")
                .matcher(text)
                .find();
    }

    private static Optional<GitUrl> of(Scheme scheme, String text, String host, @Nullable String port, String path) {
        int number = port == null ? scheme.port : Integer.parseInt(port);
        boolean fits = number <= 65_535 && (number > 0 || scheme == Scheme.LOCAL);
        return fits ? Optional.of(new GitUrl(scheme, text, host, number, path)) : Optional.empty();
    }

    /** How git is told: a local path never as a URL. */
    String argument() {
        return scheme == Scheme.LOCAL ? path : text;
    }

    /** What a credential is bound to: the host, with the port unless it is the scheme's; empty for a local path. */
    public String server() {
        return port == scheme.port ? host.toLowerCase(Locale.ROOT) : host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** Who to log in as where, for ssh: {@code user@host} or {@code host}. */
    String login() {
        String rest = text.startsWith("ssh://") ? text.substring("ssh://".length()) : text;
        int at = rest.indexOf('@');
        int slash = rest.indexOf('/');
        return at >= 0 && (slash < 0 || at < slash) ? rest.substring(0, at + 1) + host : host;
    }

    /** Whether a credential for one may be sent to the other: same protocol, host and port. */
    boolean sameOrigin(GitUrl other) {
        return scheme == other.scheme && host.equalsIgnoreCase(other.host) && port == other.port;
    }

    /**
     * The URL a submodule means: absolute, or relative to this one.
     *
     * @throws ProblemException {@code invalid} when it is in none of the known forms
     */
    GitUrl resolve(String submodule) {
        if (!submodule.startsWith("./") && !submodule.startsWith("../")) {
            GitUrl other = parse(submodule);
            // What lies on the host is for those who name it themselves, not for whoever writes a repository.
            if (other.scheme == Scheme.LOCAL) {
                throw ProblemException.invalid("/url", "A submodule cannot be a folder of the host");
            }
            return other;
        }
        String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        String rest = submodule;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            if (rest.startsWith("../")) {
                int cut = Math.max(base.lastIndexOf('/'), scheme == Scheme.SSH ? base.lastIndexOf(':') : -1);
                base = base.substring(0, Math.max(cut, 0));
                rest = rest.substring(3);
            } else {
                rest = rest.substring(2);
            }
        }
        GitUrl resolved = parse(base + "/" + rest);
        if (!sameOrigin(resolved)) {
            throw ProblemException.invalid("/url", "A relative submodule must stay on its server");
        }
        return resolved;
    }
}
