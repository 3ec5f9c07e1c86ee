package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings single commits into a cache: one git process when the server gives out commits by id, as nearly all do. */
final class Fetcher {

    private static final int SOME_HISTORY = 50;

    private final GitRunner git;
    private final SourcePolicy policy;
    private final long budget;

    /**
     * A fetcher.
     *
     * @param budget bytes one fetch may bring
     */
    Fetcher(GitRunner git, SourcePolicy policy, long budget) {
        this.git = git;
        this.policy = policy;
        this.budget = budget;
    }

    /** Sees to it that the cache holds the commit. */
    void fetch(GitCache cache, GitClient.Wanted wanted, GitWatch watch)
            throws InterruptedException, GitClient.BrokenCache {
        if (cache.holds(wanted.commit())) {
            watch.line("Commit " + wanted.commit() + " is in the cache");
            return;
        }
        List<InetAddress> addresses = policy.open(wanted.url());
        cache.<Boolean, GitClient.BrokenCache>alone(watch, () -> {
            // Another run may have fetched it while this one waited.
            boolean missing = !cache.holds(wanted.commit());
            if (missing) {
                cache.prepare();
                try {
                    into(cache, wanted, addresses, watch);
                } catch (ProblemException e) {
                    cache.removeTraces(); // half a pack can be as large as the budget
                    throw e;
                }
            }
            return missing;
        });
    }

    private void into(GitCache cache, GitClient.Wanted wanted, List<InetAddress> addresses, GitWatch watch)
            throws InterruptedException, GitClient.BrokenCache {
        String commit = wanted.commit();
        GitRunner.Result exact = run(cache, wanted, addresses, watch, "--depth=1", commit + ":" + GitCache.ref(commit));
        if (exact.exit() == 0) {
            return;
        }
        if (GitFailure.of(exact.error()) != GitFailure.UNADVERTISED) {
            throw GitClient.problem(exact);
        }
        @Nullable String ref = wanted.ref();
        if (ref != null && !ref.isEmpty() && !GitNames.isCommit(ref) && !GitNames.isShortCommit(ref)) {
            GitRunner.Result near = run(cache, wanted, addresses, watch, "--depth=" + SOME_HISTORY, ref);
            if (near.exit() == 0 && present(cache, commit, watch)) {
                return;
            }
        }
        GitRunner.Result all = run(
                cache,
                wanted,
                addresses,
                watch,
                "--depth=2147483647",
                "+refs/heads/*:refs/hub-all/heads/*",
                "+refs/tags/*:refs/hub-all/tags/*");
        if (all.exit() != 0) {
            throw GitClient.problem(all);
        }
        if (!present(cache, commit, watch)) {
            throw GitFailure.UNADVERTISED.problem(exact.error());
        }
    }

    private boolean present(GitCache cache, String commit, GitWatch watch) throws InterruptedException {
        GitRunner.Result found = git.local(
                cache.marker(),
                Map.of(),
                List.of("--git-dir=" + cache.directory(), "cat-file", "-e", commit + "^{commit}"),
                watch);
        if (found.exit() == 0) {
            cache.keep(commit);
        }
        return found.exit() == 0;
    }

    private GitRunner.Result run(
            GitCache cache,
            GitClient.Wanted wanted,
            List<InetAddress> addresses,
            GitWatch watch,
            String depth,
            String... refspecs)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--git-dir=" + cache.directory(),
                "fetch",
                "--progress",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance",
                "--no-recurse-submodules",
                "--update-shallow",
                depth,
                "--",
                wanted.url().argument()));
        arguments.addAll(List.of(refspecs));
        Path packs = cache.directory().resolve("objects/pack");
        long before = GitFiles.size(packs);
        return git.remote(cache.marker(), wanted.url(), addresses, wanted.credential(), arguments, new GitWatch() {
            @Override
            public void line(String text) {
                watch.line(text);
            }

            @Override
            public void alive() {
                if (GitFiles.size(packs) - before > budget) {
                    throw new ProblemException(
                            ProblemType.TOO_LARGE, "The server sends more than " + budget + " bytes for one commit");
                }
                watch.alive();
            }
        });
    }
}
