package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the files of commits into a folder. Runs no hook and no filter: {@code read-tree} knows none of the former, and
 * the hub's configuration defines none of the latter. Git itself refuses paths that leave the folder.
 */
final class Checkout {

    private final GitRunner git;
    private final GitCache cache;
    private final Path source;
    private final GitWatch watch;
    private final Path index;

    Checkout(GitRunner git, GitCache cache, Path source, GitWatch watch) {
        this.git = git;
        this.cache = cache;
        this.source = source;
        this.watch = watch;
        this.index = source.resolveSibling("index-" + UUID.randomUUID());
    }

    /** The folder of the whole checkout. */
    Path source() {
        return source;
    }

    /** Writes a commit that the cache holds below the folder; the place must be an empty directory. */
    void run(String commit, Path below) throws InterruptedException, GitClient.BrokenCache {
        close();
        Path place = source.resolve(below);
        GitRunner.Result result = cache.shared(
                watch,
                () -> git.local(
                        GitClient.marker("checkout"),
                        Map.of("GIT_INDEX_FILE", index.toString()),
                        List.of(
                                "--git-dir=" + cache.directory(),
                                "--work-tree=" + place,
                                "read-tree",
                                "--reset",
                                "-u",
                                commit),
                        watch));
        if (result.exit() != 0) {
            throw failed(result);
        }
    }

    /** Paths that the attributes of the commit checked out last give to a filter. */
    List<String> filtered(Path below, String filter) throws InterruptedException {
        GitRunner.Result result = git.local(
                GitClient.marker("filtered"),
                Map.of("GIT_INDEX_FILE", index.toString()),
                List.of(
                        "--git-dir=" + cache.directory(),
                        "--work-tree=" + source.resolve(below),
                        "ls-files",
                        "--",
                        ":(attr:filter=" + filter + ")"),
                watch);
        if (result.exit() != 0) {
            throw GitFailure.of(result.error()).problem(result.error());
        }
        return result.output();
    }

    /** Why reading the cache failed; whatever else went wrong, no server was asked. */
    static ProblemException failed(GitRunner.Result result) throws GitClient.BrokenCache {
        GitFailure failure = GitFailure.of(result.error());
        if (failure == GitFailure.UPSTREAM || failure == GitFailure.ABSENT) {
            throw new GitClient.BrokenCache(GitFailure.BROKEN_CACHE.problem(result.error()));
        }
        return GitClient.problem(result);
    }

    /** Deletes the list of files that git made beside the folder. */
    void close() {
        try {
            Files.deleteIfExists(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
