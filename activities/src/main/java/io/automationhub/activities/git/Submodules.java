package io.automationhub.activities.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills the submodules of a checkout. Their URLs were written by whoever wrote the repository and pass the same gate as
 * one a user gives; a credential is used for them only on the server it was given for.
 */
final class Submodules {

    private static final int MAX_DEPTH = 5;

    private final GitRunner git;
    private final Fetcher fetcher;
    private final GitCache cache;
    private final Checkout checkout;
    private final GitWatch watch;
    private int left;

    Submodules(GitRunner git, Fetcher fetcher, GitCache cache, Checkout checkout, int max, GitWatch watch) {
        this.git = git;
        this.fetcher = fetcher;
        this.cache = cache;
        this.checkout = checkout;
        this.left = max;
        this.watch = watch;
    }

    private record Declared(@Nullable String path, @Nullable String url) {}

    /** Fills those of a commit that is checked out, and theirs. */
    void fill(GitClient.Wanted wanted) throws InterruptedException, GitClient.BrokenCache {
        fill(wanted, Path.of(""), 1);
    }

    private void fill(GitClient.Wanted parent, Path below, int depth)
            throws InterruptedException, GitClient.BrokenCache {
        Path file = checkout.source().resolve(below).resolve(".gitmodules");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Declared module : declared(file)) {
            if (module.path() == null || module.url() == null) {
                continue;
            }
            @Nullable String commit = pinned(parent.commit(), module.path());
            if (commit == null) {
                continue;
            }
            if (depth > MAX_DEPTH || --left < 0) {
                throw GitClient.refused("The repository has too many submodules, or too deep ones");
            }
            GitUrl url = parent.url().resolve(module.url());
            GitClient.Wanted wanted = new GitClient.Wanted(
                    url,
                    commit,
                    null,
                    parent.project(),
                    parent.run(),
                    url.sameOrigin(parent.url()) ? parent.credential() : null);
            Path place = below.resolve(module.path());
            watch.line("Submodule " + module.path());
            fetcher.fetch(cache, wanted, watch);
            makeDirectory(place);
            checkout.run(commit, place);
            fill(wanted, place, depth + 1);
        }
    }

    /** Git leaves an empty directory where a submodule belongs; anything else there is a trick. */
    private void makeDirectory(Path place) {
        Path full = checkout.source().resolve(place);
        try {
            Path parent = java.util.Objects.requireNonNull(full.getParent());
            if (!parent.toRealPath().startsWith(checkout.source().toRealPath())) {
                throw GitClient.refused("A submodule leaves the repository");
            }
            if (!Files.isDirectory(full, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(full);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Iterable<Declared> declared(Path file) throws InterruptedException {
        GitRunner.Result result = git.local(
                GitClient.marker("submodules"),
                Map.of(),
                List.of(
                        "config",
                        "--file",
                        file.toString(),
                        "--no-includes",
                        "--get-regexp",
                        "^submodule\\..*\\.(path|url)$"),
                watch);
        Map<String, Declared> modules = new LinkedHashMap<>();
        for (String entry : String.join("\n", result.output()).split("\0", -1)) {
            int end = entry.indexOf('\n');
            int dot = entry.lastIndexOf('.', Math.max(end, 0));
            if (end < 0 || dot < 0) {
                continue;
            }
            String name = entry.substring(0, dot);
            String value = entry.substring(end + 1);
            boolean path = entry.substring(dot + 1, end).equals("path");
            modules.merge(
                    name,
                    path ? new Declared(value, null) : new Declared(null, value),
                    (a, b) -> path ? new Declared(value, a.url()) : new Declared(a.path(), value));
        }
        return modules.values();
    }

    /** The commit a tree pins at a path, or null when there is no submodule there. */
    private @Nullable String pinned(String commit, String path) throws InterruptedException {
        GitRunner.Result result = cache.shared(
                watch,
                () -> git.local(
                        GitClient.marker("submodules"),
                        Map.of("GIT_LITERAL_PATHSPECS", "1"),
                        List.of("--git-dir=" + cache.directory(), "ls-tree", "-z", commit, "--", path),
                        watch));
        String line = result.output().isEmpty() ? "" : result.output().getFirst();
        String[] parts = line.replace("\0", "").split("[ \t]", 4);
        boolean gitlink =
                parts.length == 4 && parts[0].equals("160000") && parts[3].equals(path) && GitNames.isCommit(parts[2]);
        return gitlink ? parts[2] : null;
    }
}
