package io.automationhub.activities.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Keeps what sources take of the disk within bounds. */
final class GitSpace {

    /** Longer than any pipeline may take. */
    private static final Duration KEPT_RUNS = Duration.ofHours(24);

    private final Path caches;
    private final long cacheBytes;

    GitSpace(Path caches, long cacheBytes) {
        this.caches = caches;
        this.cacheBytes = cacheBytes;
    }

    /**
     * Deletes caches, the one unused longest first, until all together are small enough; never the one just used.
     *
     * @param find the cache of a project
     */
    void trim(GitCache used, Function<String, GitCache> find) {
        List<Path> all = list(caches);
        Map<Path, Long> sizes = new HashMap<>();
        Map<Path, Long> times = new HashMap<>();
        for (Path path : all) {
            sizes.put(path, GitFiles.size(path));
            times.put(path, lastUsed(path));
        }
        all.sort(Comparator.comparing(times::get));
        long total = sizes.values().stream().mapToLong(Long::longValue).sum();
        for (Path path : all) {
            if (total <= cacheBytes) {
                return;
            }
            if (!path.equals(used.directory())) {
                String name = path.getFileName().toString();
                find.apply(name.substring(0, name.length() - ".git".length())).deleteIfIdle();
                total -= sizes.getOrDefault(path, 0L);
            }
        }
    }

    /** Deletes the folders of runs that ended long ago. */
    void sweep(Path runs) {
        long before = System.currentTimeMillis() - KEPT_RUNS.toMillis();
        for (Path run : list(runs)) {
            if (lastUsed(run) < before) {
                GitFiles.delete(run);
            }
        }
    }

    private static List<Path> list(Path folder) {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(folder)) {
            each.forEach(all::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static long lastUsed(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toMillis();
        } catch (IOException e) {
            return 0; // another run has just deleted it
        }
    }
}
