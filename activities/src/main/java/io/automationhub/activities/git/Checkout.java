package io.automationhub.activities.git;

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
            GitFailure failure = GitFailure.of(result.error());
            // Whatever else went wrong here, no server was asked.
            if (failure == GitFailure.UPSTREAM || failure == GitFailure.ABSENT) {
                throw new GitClient.BrokenCache(GitFailure.BROKEN_CACHE.problem(result.error()));
            }
            throw GitClient.problem(result);
        }
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
