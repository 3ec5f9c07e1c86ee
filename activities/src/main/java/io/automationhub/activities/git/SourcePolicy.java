package io.automationhub.activities.git;

import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which repositories the hub may be sent to.
 *
 * @param addresses decides for servers
 * @param plainHttpHosts lower-case names of the only servers asked over unencrypted http
 * @param localRoots directories below which local repositories may be; none closes local paths
 */
public record SourcePolicy(AddressPolicy addresses, Set<String> plainHttpHosts, List<Path> localRoots) {

    public SourcePolicy {
        plainHttpHosts = Set.copyOf(plainHttpHosts);
        localRoots = List.copyOf(localRoots);
    }

    /**
     * Looks the server up once, checks it, and returns the addresses to connect to.
     *
     * @return empty for a local repository
     * @throws ProblemException {@code invalid} when it is closed
     */
    List<InetAddress> open(GitUrl url) {
        return switch (url.scheme()) {
            case HTTPS, SSH -> addresses.permitted(url.host(), url.port());
            case HTTP -> {
                requirePlain(url.host());
                yield addresses.permitted(url.host(), url.port());
            }
            case LOCAL -> {
                checkLocal(Path.of(url.path()));
                yield List.of();
            }
        };
    }

    /**
     * Refuses what is no web address, and an unencrypted one unless the server is open to it. The address itself is
     * checked by who connects.
     */
    void requireWeb(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || (!scheme.equals("https") && !scheme.equals("http"))) {
            throw GitClient.refused("Large files are fetched over https only");
        }
        if (scheme.equals("http")) {
            requirePlain(uri.getHost());
        }
    }

    private void requirePlain(String host) {
        if (!plainHttpHosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw ProblemException.invalid("/url", "Unencrypted http is not open to this server; use https");
        }
    }

    private void checkLocal(Path path) {
        try {
            Path real = path.toRealPath();
            boolean inside = false;
            for (Path root : localRoots) {
                inside |= Files.isDirectory(root) && real.startsWith(root.toRealPath());
            }
            // A file in place of the repository's directory may point anywhere.
            Path inner = real.resolve(".git");
            boolean plain = Files.isDirectory(real)
                    && (!Files.exists(inner, LinkOption.NOFOLLOW_LINKS)
                            || Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS));
            if (inside && plain) {
                return;
            }
        } catch (IOException e) {
            // Told apart from what is closed, it would answer which paths exist.
            throw closed(e);
        }
        throw closed(null);
    }

    private static ProblemException closed(@org.jspecify.annotations.Nullable Throwable cause) {
        return new ProblemException(
                ProblemType.INVALID, "Local repositories are read only below the folders opened for them", cause);
    }
}
