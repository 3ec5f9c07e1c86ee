package io.automationhub.activities.git;

import io.automationhub.activities.process.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The bare repository that keeps what a project has fetched. Fetching and deleting have it alone, checking out is
 * shared. It can be deleted at any time: what is missing is fetched again.
 */
final class GitCache {

    /** Commits kept before the cache is begun anew, so that what was packed one by one does not pile up. */
    private static final int MAX_COMMITS = 200;

    private static final String REFS = "refs/hub";

    private final Path directory;
    private final String project;
    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

    GitCache(Path directory, String project) {
        this.directory = directory;
        this.project = project;
    }

    /** Work that may be interrupted. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run() throws X, InterruptedException;
    }

    Path directory() {
        return directory;
    }

    /** Marks the processes that write here, so that those a killed hub left can be ended before their traces are. */
    String marker() {
        return "git-fetch-" + project;
    }

    /** Runs work that has the cache alone. */
    <T, X extends Exception> T alone(GitWatch watch, Work<T, X> work) throws X, InterruptedException {
        return locked(lock.writeLock(), watch, work);
    }

    /** Runs work that only reads. */
    <T, X extends Exception> T shared(GitWatch watch, Work<T, X> work) throws X, InterruptedException {
        return locked(lock.readLock(), watch, work);
    }

    /** Deletes it unless it is in use. */
    void deleteIfIdle() {
        if (lock.writeLock().tryLock()) {
            try {
                GitFiles.delete(directory);
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    /** Whether a commit was fetched whole; asks no process. */
    boolean holds(String commit) {
        return Files.exists(directory.resolve(ref(commit)));
    }

    /** Remembers a commit that came in with others. */
    void keep(String commit) {
        try {
            Files.writeString(directory.resolve(ref(commit)), commit + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String ref(String commit) {
        return REFS + "/" + commit;
    }

    /** Makes it a usable repository, whatever an interrupted fetch left. To be called alone. */
    void prepare() {
        try {
            if (commits() > MAX_COMMITS) {
                GitFiles.delete(directory);
            }
            if (Files.notExists(directory.resolve("HEAD"))) {
                create();
            }
            removeTraces();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what an interrupted git left. To be called alone. */
    void removeTraces() {
        try {
            removeTraces(directory);
            removeTraces(directory.resolve(REFS));
            removeTraces(directory.resolve("objects/pack"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers that it was of use now; the one unused longest is deleted first. */
    void touch() {
        try {
            Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a large file is kept, by its digest. */
    Path largeFile(String digest) {
        return directory.resolve("lfs").resolve(digest.substring(0, 2)).resolve(digest);
    }

    /** What {@code git init --bare} makes, without a process and without templates. */
    private void create() throws IOException {
        GitFiles.delete(directory);
        Files.createDirectories(directory.resolve("objects/pack"));
        Files.createDirectories(directory.resolve("objects/info"));
        Files.createDirectories(directory.resolve(REFS));
        Files.writeString(
                directory.resolve("config"),
                "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n");
        Files.writeString(directory.resolve("HEAD"), "ref: refs/heads/none\n");
    }

    /** An interrupted git leaves locks and half-written packs; the locks would stop every later one. */
    private void removeTraces(Path in) throws IOException {
        boolean ended = false;
        try (DirectoryStream<Path> traces = Files.newDirectoryStream(in, "{*.lock,tmp_*,.tmp-*}")) {
            for (Path trace : traces) {
                if (!ended) {
                    ProcessTree.killMarked(marker());
                    ended = true;
                }
                GitFiles.delete(trace);
            }
        }
    }

    private long commits() throws IOException {
        Path refs = directory.resolve(REFS);
        if (Files.notExists(refs)) {
            return 0;
        }
        try (var list = Files.list(refs)) {
            return list.count();
        }
    }

    private static <T, X extends Exception> T locked(Lock lock, GitWatch watch, Work<T, X> work)
            throws X, InterruptedException {
        while (!lock.tryLock(500, TimeUnit.MILLISECONDS)) {
            watch.alive();
        }
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }
}
