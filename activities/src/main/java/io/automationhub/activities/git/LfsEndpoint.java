package io.automationhub.activities.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where the batch call goes and what opens it. The repository may name a server of its choice in {@code .lfsconfig}, so
 * the credential goes along only to the server it was given for.
 */
record LfsEndpoint(String uri, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[ -~]*");
    private static final int MAX_VALUE = 8192;
    /** What the connection itself decides. */
    private static final Set<String> OWN =
            Set.of("host", "content-length", "transfer-encoding", "connection", "proxy-authorization", "te", "upgrade");

    /** Finds it. */
    static LfsEndpoint of(GitRunner git, SourcePolicy policy, GitClient.Wanted wanted, Path folder, GitWatch watch)
            throws InterruptedException {
        String named = named(git, folder.resolve(".lfsconfig"), watch);
        if (!named.isEmpty()) {
            GitUrl url = GitUrl.parse(named);
            if (url.scheme() != GitUrl.Scheme.HTTPS && url.scheme() != GitUrl.Scheme.HTTP) {
                throw GitClient.refused("The repository names a server of large files that is not reached by https");
            }
            return web(url, named, wanted);
        }
        if (wanted.url().scheme() == GitUrl.Scheme.SSH) {
            return overSsh(git, policy, wanted, watch);
        }
        String base = stripped(wanted.url().text());
        return web(wanted.url(), base + (base.endsWith(".git") ? "" : ".git") + "/info/lfs", wanted);
    }

    private static LfsEndpoint web(GitUrl url, String uri, GitClient.Wanted wanted) {
        GitCredential credential = wanted.credential();
        return new LfsEndpoint(
                stripped(uri),
                credential != null && url.sameOrigin(wanted.url())
                        ? Map.of("Authorization", credential.authorization())
                        : Map.of());
    }

    /** Whether an address is on this endpoint's server. */
    boolean sameOrigin(URI other) {
        URI own = URI.create(uri);
        return own.getScheme().equalsIgnoreCase(other.getScheme())
                && own.getHost().equalsIgnoreCase(other.getHost())
                && port(own) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** Adds a header that a server asks to be sent, unless it could change what the request is. */
    static void addHeader(Map<String, String> headers, String name, JsonNode value) {
        if (HEADER.matcher(name).matches()
                && value.asText().length() <= MAX_VALUE
                && VALUE.matcher(value.asText()).matches()
                && !OWN.contains(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, value.asText());
        }
    }

    private static String named(GitRunner git, Path file, GitWatch watch) throws InterruptedException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        for (String key : List.of("lfs.url", "remote.origin.lfsurl")) {
            GitRunner.Result found = git.local(
                    GitClient.marker("lfsconfig"),
                    Map.of(),
                    List.of("config", "--file", file.toString(), "--no-includes", "--get", key),
                    watch);
            if (found.exit() == 0 && !found.output().isEmpty()) {
                return stripped(found.output().getFirst());
            }
        }
        return "";
    }

    private static LfsEndpoint overSsh(GitRunner git, SourcePolicy policy, GitClient.Wanted wanted, GitWatch watch)
            throws InterruptedException {
        GitUrl url = wanted.url();
        // The path holds only letters that mean nothing to a shell, but whose server this is, is not known.
        GitRunner.Result result = git.onServer(
                url,
                policy.open(url).getFirst(),
                wanted.credential(),
                "git-lfs-authenticate '" + url.path() + "' download",
                watch);
        if (result.exit() != 0) {
            throw GitFailure.of(result.error()).problem(result.error());
        }
        try {
            JsonNode answer = JSON.readTree(String.join("\n", result.output()));
            Map<String, String> headers = new LinkedHashMap<>();
            answer.path("header")
                    .properties()
                    .forEach(header -> addHeader(headers, header.getKey(), header.getValue()));
            return new LfsEndpoint(stripped(answer.path("href").asText()), headers);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemType.UPSTREAM_FAILED, "The git server does not say where its large files are", e);
        }
    }

    private static String stripped(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
