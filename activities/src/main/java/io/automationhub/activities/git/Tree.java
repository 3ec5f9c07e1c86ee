package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a commit holds, counted before the first file is written: a few kilobytes of repository can stand for billions of
 * files.
 */
final class Tree {

    /** More attribute files than this are not looked into. */
    private static final int MAX_ATTRIBUTES = 1000;

    private final GitSettings.Budget budget;
    private final Map<String, String> submodules = new LinkedHashMap<>();
    private final List<String> attributes = new ArrayList<>();
    private int files;
    private long bytes;

    private Tree(GitSettings.Budget budget, Tree before) {
        this.budget = budget;
        this.files = before.files;
        this.bytes = before.bytes;
    }

    private Tree(GitSettings.Budget budget) {
        this.budget = budget;
    }

    /** A checkout that holds nothing yet. */
    static Tree empty(GitSettings.Budget budget) {
        return new Tree(budget);
    }

    /**
     * Lists a commit that the cache holds.
     *
     * @param before what the same checkout holds already
     * @throws ProblemException {@code too_large}
     */
    static Tree of(GitRunner git, GitCache cache, String commit, Tree before, GitWatch watch)
            throws InterruptedException, GitClient.BrokenCache {
        Tree tree = new Tree(before.budget, before);
        GitRunner.Result result = cache.shared(
                watch,
                () -> git.stream(
                        GitClient.marker("tree"),
                        List.of("--git-dir=" + cache.directory(), "ls-tree", "-r", "-t", "-l", "--full-tree", commit),
                        watch,
                        tree::add));
        if (result.exit() != 0) {
            throw Checkout.failed(result);
        }
        return tree;
    }

    /** Commits of submodules by path. */
    Map<String, String> submodules() {
        return submodules;
    }

    /** Paths of {@code .gitattributes} files. */
    List<String> attributes() {
        return attributes;
    }

    /** Takes more bytes of the checkout's budget. */
    void spend(long more) {
        bytes += more;
        check();
    }

    /** One line, {@code mode type object size<TAB>path}. */
    private void add(String line) {
        int tab = line.indexOf('\t');
        String[] parts = line.substring(0, Math.max(tab, 0)).trim().split(" +", 4);
        if (tab < 0 || parts.length != 4) {
            throw GitClient.refused("The repository's list of files cannot be read");
        }
        String path = line.substring(tab + 1);
        files++;
        switch (parts[1]) {
            case "blob" -> bytes += Long.parseLong(parts[3]);
            case "commit" -> submodules.put(path, parts[2]);
            default -> {
                // a folder
            }
        }
        if ((path.equals(".gitattributes") || path.endsWith("/.gitattributes")) && attributes.size() < MAX_ATTRIBUTES) {
            attributes.add(path);
        }
        check();
    }

    private void check() {
        if (files > budget.files() || bytes > budget.bytes()) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The source is more than " + budget.files() + " files or " + budget.bytes() + " bytes");
        }
    }
}
