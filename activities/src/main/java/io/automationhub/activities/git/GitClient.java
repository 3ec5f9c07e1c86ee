package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sources of a host: names resolved to commits, commits fetched into a cache per project and checked out per run.
 * Safe for many runs at once within one hub; a work root belongs to one hub.
 */
public final class GitClient {

    private final GitSettings settings;
    private final SourcePolicy policy;
    private final GitRunner git;
    private final RefResolver resolver;
    private final Fetcher fetcher;
    private final Path caches;
    private final GitSpace space;
    private final Map<String, GitCache> open = new ConcurrentHashMap<>();

    /**
     * Prepares the folders below the work root.
     *
     * @throws UncheckedIOException when they cannot be made
     */
    public GitClient(GitSettings settings, SourcePolicy policy) {
        this.settings = settings;
        this.policy = policy;
        Path home = settings.workRoot().toAbsolutePath().resolve("git");
        this.caches = home.resolve("cache");
        try {
            Files.createDirectories(caches);
            this.git = new GitRunner(home, settings.timeout(), settings.authorities());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.space = new GitSpace(caches, settings.cacheBytes());
        this.resolver = new RefResolver(git, home.resolve("tmp"));
        this.fetcher = new Fetcher(git, policy, settings.budget().bytes());
    }

    /**
     * A commit wanted in a run's folder.
     *
     * @param ref a branch or tag the commit was reached by, for servers that do not give out commits by id; or null
     * @param project names the cache
     * @param run names the folder
     */
    public record Wanted(
            GitUrl url,
            String commit,
            @Nullable String ref,
            String project,
            String run,
            @Nullable GitCredential credential) {

        public Wanted {
            GitNames.commit(commit);
            GitNames.directory("/project", project);
            GitNames.directory("/run", run);
            if (ref != null && !ref.isEmpty()) {
                GitNames.ref(ref);
            }
        }
    }

    /**
     * Finds the commit a branch, tag, whole or abbreviated commit means now; the default branch's when ref is null.
     *
     * @throws ProblemException {@code source_not_found}, {@code invalid} for what is closed, {@code upstream}
     */
    public ResolvedRef resolve(GitUrl url, @Nullable String ref, @Nullable GitCredential credential, GitWatch watch)
            throws InterruptedException {
        List<InetAddress> addresses = policy.open(url);
        return resolver.resolve(new RefResolver.Question(url, addresses, credential, watch), ref);
    }

    /**
     * Brings a commit's files into {@code runs/<run>/source}, without any repository beside them. Called again for the
     * same run and commit it answers at once.
     *
     * @return the folder, relative to the work root
     * @throws ProblemException {@code source_not_found}, {@code invalid} for what is closed or refused, {@code upstream},
     *     {@code disk_full}
     */
    public Path fetch(Wanted wanted, GitWatch watch) throws InterruptedException {
        Path relative = Path.of("runs", wanted.run(), "source");
        Path source = settings.workRoot().toAbsolutePath().resolve(relative);
        Path done = source.resolveSibling("source.commit");
        if (wanted.commit().equals(read(done)) && Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            return relative;
        }
        policy.open(wanted.url());
        GitCache cache = open.computeIfAbsent(wanted.project(), this::cache);
        boolean grows = !cache.holds(wanted.commit());
        try {
            fill(cache, wanted, source, watch);
        } catch (BrokenCache e) {
            // A cache is only a cache: what cannot be read is fetched anew, once.
            watch.line("The cache of the project is unreadable; it is made anew");
            cache.alone(watch, () -> {
                GitFiles.delete(cache.directory());
                return true;
            });
            try {
                fill(cache, wanted, source, watch);
            } catch (BrokenCache again) {
                throw again.problem();
            }
        }
        try {
            Files.writeString(done, wanted.commit());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cache.touch();
        if (grows) {
            space.trim(cache, name -> open.computeIfAbsent(name, this::cache));
            space.sweep(settings.workRoot().toAbsolutePath().resolve("runs"));
        }
        return relative;
    }

    /** Deletes a run's folder. */
    public void discard(String run) {
        GitFiles.delete(settings.workRoot().toAbsolutePath().resolve("runs").resolve(GitNames.directory("/run", run)));
    }

    private void fill(GitCache cache, Wanted wanted, Path source, GitWatch watch)
            throws InterruptedException, BrokenCache {
        try {
            GitFiles.delete(source);
            Files.createDirectories(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Checkout checkout = new Checkout(git, cache, source, watch);
        try {
            LargeFiles largeFiles = new LargeFiles(git, cache, checkout, policy, settings, watch);
            new Submodules(git, cache, fetcher, checkout, largeFiles, settings.budget(), watch).fill(wanted);
        } finally {
            checkout.close();
        }
    }

    private GitCache cache(String project) {
        return new GitCache(caches.resolve(project + ".git"), project);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cache does not hold what it says it holds. */
    static final class BrokenCache extends Exception {
        private final transient ProblemException problem;

        BrokenCache(ProblemException problem) {
            super(problem);
            this.problem = problem;
        }

        ProblemException problem() {
            return problem;
        }
    }

    /** The problem of a failed command, or the sign that the cache should be thrown away. */
    static ProblemException problem(GitRunner.Result result) throws BrokenCache {
        GitFailure failure = GitFailure.of(result.error());
        ProblemException problem = failure.problem(result.error());
        if (failure == GitFailure.BROKEN_CACHE) {
            throw new BrokenCache(problem);
        }
        return problem;
    }

    /** A marker no other command carries. */
    static String marker(String what) {
        return "git-" + what + "-" + UUID.randomUUID();
    }

    /** Something a repository holds is refused. */
    static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID, detail);
    }
}
