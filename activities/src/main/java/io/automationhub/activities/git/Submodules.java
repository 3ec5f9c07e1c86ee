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
 * Fills a checkout and its submodules. The URLs of those were written by whoever wrote the repository and pass the same gate as
 * one a user gives; a credential is used for them only on the server it was given for.
 */
final class Submodules {

    private static final int MAX_DEPTH = 5;

    private final GitRunner git;
    private final GitCache cache;
    private final Fetcher fetcher;
    private final Checkout checkout;
    private final LargeFiles largeFiles;
    private final GitWatch watch;
    private int left;
    private Tree whole;

    Submodules(
            GitRunner git,
            GitCache cache,
            Fetcher fetcher,
            Checkout checkout,
            LargeFiles largeFiles,
            GitSettings.Budget budget,
            GitWatch watch) {
        this.git = git;
        this.cache = cache;
        this.fetcher = fetcher;
        this.checkout = checkout;
        this.largeFiles = largeFiles;
        this.left = budget.submodules();
        this.whole = Tree.empty(budget);
        this.watch = watch;
    }

    private record Declared(@Nullable String path, @Nullable String url) {}

    /** Writes the files of a commit, its large files, and all that of its submodules. */
    void fill(GitClient.Wanted wanted) throws InterruptedException, GitClient.BrokenCache {
        fill(wanted, Path.of(""), 0);
    }

    private void fill(GitClient.Wanted wanted, Path below, int depth)
            throws InterruptedException, GitClient.BrokenCache {
        fetcher.fetch(cache, wanted, watch);
        Tree tree = Tree.of(git, cache, wanted.commit(), whole, watch);
        whole = tree;
        checkout.run(wanted.commit(), below);
        largeFiles.fill(wanted, tree, below);
        whole = tree;
        Path file = checkout.source().resolve(below).resolve(".gitmodules");
        if (tree.submodules().isEmpty() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Declared module : declared(file)) {
            String path = module.path();
            @Nullable String commit = path == null ? null : tree.submodules().get(path);
            if (path == null || module.url() == null || commit == null) {
                continue;
            }
            if (depth == MAX_DEPTH || --left < 0) {
                throw GitClient.refused("The repository has too many submodules, or too deep ones");
            }
            watch.line("Submodule " + path);
            GitUrl url = wanted.url().resolve(module.url());
            Path place = below.resolve(path);
            makeDirectory(place);
            fill(
                    new GitClient.Wanted(
                            url,
                            commit,
                            null,
                            wanted.project(),
                            wanted.run(),
                            url.sameOrigin(wanted.url()) ? wanted.credential() : null),
                    place,
                    depth + 1);
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
                        "--null",
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
}
