package io.automationhub.activities.git;

import io.automationhub.activities.process.Command;
import io.automationhub.activities.process.Processes;
import io.automationhub.activities.process.Watcher;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs git with the hub's configuration and no other, connected to the addresses that were checked.
 *
 * <p>Credentials reach git by its environment (a header bound to the server's URL) or by a private file (ssh).
 */
final class GitRunner {

    private static final long MAX_OUTPUT = 64L * 1024 * 1024;

    /** The text is constant: the shell git hands it to reads no value that a user wrote. */
    private static final String SSH_COMMAND = "exec ssh -F \"$HUB_SSH_CONFIG\"";

    private final Path home;
    private final Path config;
    private final Path localConfig;
    private final Duration timeout;

    /** What a run wrote. */
    record Result(int exit, List<String> output, List<String> error) {}

    /** Keeps its files in a directory of its own, which is made. */
    GitRunner(Path home, Duration timeout, @Nullable Path authorities) throws IOException {
        this.home = home;
        this.timeout = timeout;
        Files.createDirectories(home.resolve("empty"));
        Path previous = home.resolve("tmp");
        GitFiles.delete(previous);
        Files.createDirectories(
                previous, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.config = write(
                home.resolve("gitconfig"),
                hardened(authorities == null ? "" : "[http]\n\tsslCAInfo = \"" + authorities + "\"\n"));
        // Whose repository it is does not matter to git here: the administrator opened the folder.
        this.localConfig = write(home.resolve("gitconfig-local"), hardened("[safe]\n\tdirectory = *\n"));
    }

    /**
     * Runs git where no server is asked.
     *
     * @param marker tells its processes from others'
     */
    Result local(String marker, Map<String, String> environment, List<String> arguments, GitWatch watch)
            throws InterruptedException {
        Map<String, String> all = base(config);
        all.put("GIT_ALLOW_PROTOCOL", "none");
        all.putAll(environment);
        return run(marker, all, git(List.of(), arguments), watch);
    }

    /**
     * The same with each line of the output told at once and none kept.
     *
     * @param line may throw to end the command
     */
    Result stream(String marker, List<String> arguments, GitWatch watch, Consumer<String> line)
            throws InterruptedException {
        Map<String, String> all = base(config);
        all.put("GIT_ALLOW_PROTOCOL", "none");
        return run(new Command(git(List.of(), arguments), home, all, marker, timeout, Long.MAX_VALUE), watch, line);
    }

    /** Runs git where one server is asked, at the addresses given and at no other. */
    Result remote(
            String marker,
            GitUrl url,
            List<InetAddress> addresses,
            @Nullable GitCredential credential,
            List<String> arguments,
            GitWatch watch)
            throws InterruptedException {
        Map<String, String> environment = base(url.scheme() == GitUrl.Scheme.LOCAL ? localConfig : config);
        environment.put("GIT_ALLOW_PROTOCOL", url.scheme().protocol());
        return switch (url.scheme()) {
            case HTTP, HTTPS -> {
                if (credential != null) {
                    // A private key is refused here, before it could be sent as a password.
                    environment.put("GIT_CONFIG_COUNT", "1");
                    environment.put("GIT_CONFIG_KEY_0", "http." + origin(url) + ".extraHeader");
                    environment.put("GIT_CONFIG_VALUE_0", "Authorization: " + credential.authorization());
                }
                yield run(marker, environment, git(pinned(url, addresses), arguments), watch);
            }
            case SSH -> {
                try (SshFiles ssh = SshFiles.of(home, url, addresses.getFirst(), credential)) {
                    environment.put("GIT_SSH_COMMAND", SSH_COMMAND);
                    environment.put("GIT_SSH_VARIANT", "ssh");
                    environment.put("HUB_SSH_CONFIG", ssh.config().toString());
                    yield run(marker, environment, git(List.of(), arguments), watch);
                }
            }
            case LOCAL -> run(marker, environment, git(List.of(), arguments), watch);
        };
    }

    /** Runs a command on an ssh server, at the first of the addresses. */
    Result onServer(GitUrl url, InetAddress address, @Nullable GitCredential credential, String remote, GitWatch watch)
            throws InterruptedException {
        try (SshFiles ssh = SshFiles.of(home, url, address, credential)) {
            return run(GitClient.marker("ssh"), base(config), ssh.command(url, remote), watch);
        }
    }

    private static List<String> git(List<String> options, List<String> arguments) {
        List<String> all = new ArrayList<>();
        all.add("git");
        all.addAll(options);
        all.addAll(arguments);
        return all;
    }

    private Result run(String marker, Map<String, String> environment, List<String> program, GitWatch watch)
            throws InterruptedException {
        List<String> output = new ArrayList<>();
        Result result = run(new Command(program, home, environment, marker, timeout, MAX_OUTPUT), watch, output::add);
        return new Result(result.exit(), output, result.error());
    }

    private static Result run(Command command, GitWatch watch, Consumer<String> output) throws InterruptedException {
        List<String> error = new ArrayList<>();
        int exit = Processes.run(command, new Watcher() {
            @Override
            public void output(String line) {
                output.accept(line);
            }

            @Override
            public void error(String line) {
                error.add(line);
                watch.line(line);
            }

            @Override
            public void alive() {
                watch.alive();
            }
        });
        return new Result(exit, List.of(), error);
    }

    private Map<String, String> base(Path global) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", home.resolve("empty").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", global.toString());
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        environment.put("GIT_NO_REPLACE_OBJECTS", "1");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_LFS_SKIP_SMUDGE", "1");
        return environment;
    }

    private static List<String> pinned(GitUrl url, List<InetAddress> addresses) {
        String list = addresses.stream()
                .map(address -> address instanceof Inet6Address
                        ? "[" + address.getHostAddress() + "]"
                        : address.getHostAddress())
                .collect(Collectors.joining(","));
        String host = url.host().replaceAll("[\\[\\]]", "");
        return List.of("-c", "http.curloptResolve=" + host + ":" + url.port() + ":" + list);
    }

    private static String origin(GitUrl url) {
        return url.scheme().protocol() + "://" + url.host() + ":" + url.port() + "/";
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** The one configuration: nothing runs, nothing is followed elsewhere, nothing is cleaned up behind the back. */
    private static String hardened(String more) {
        return """
                [core]
                	hooksPath = /dev/null
                	fsmonitor = false
                	untrackedCache = false
                	protectHFS = true
                	protectNTFS = true
                	symlinks = true
                	autocrlf = false
                	pager = cat
                	quotePath = false
                [credential]
                	helper =
                [http]
                	followRedirects = false
                	lowSpeedLimit = 100
                	lowSpeedTime = 60
                [protocol]
                	version = 2
                [transfer]
                	fsckObjects = true
                	bundleURI = false
                	credentialsInUrl = die
                [fetch "fsck"]
                	badTimezone = ignore
                	missingEmail = ignore
                	missingNameBeforeEmail = ignore
                	missingSpaceBeforeDate = ignore
                	missingSpaceBeforeEmail = ignore
                	multipleAuthors = ignore
                	zeroPaddedDate = ignore
                	zeroPaddedFilemode = ignore
                [fetch]
                	writeCommitGraph = false
                	unpackLimit = 1
                	recurseSubmodules = false
                [submodule]
                	recurse = false
                [checkout]
                	workers = 0
                [gc]
                	auto = 0
                [maintenance]
                	auto = false
                [advice]
                	detachedHead = false
                """ + more;
    }
}
