package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the commit that a name means on the server now. */
final class RefResolver {

    private static final String HEADS = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final String PEELED = "^{}";

    private final GitRunner git;
    private final Path scratch;

    RefResolver(GitRunner git, Path scratch) {
        this.git = git;
        this.scratch = scratch;
    }

    /** One question to one server. */
    record Question(
            GitUrl url,
            List<InetAddress> addresses,
            @Nullable GitCredential credential,
            GitWatch watch) {}

    ResolvedRef resolve(Question question, @Nullable String ref) throws InterruptedException {
        if (ref == null || ref.isEmpty() || ref.equals("HEAD")) {
            return defaultBranch(question);
        }
        if (GitNames.isCommit(ref)) {
            // Whether it exists is known when it is fetched; servers have no cheaper way to tell.
            return new ResolvedRef(ref, ref, ResolvedRef.Kind.COMMIT);
        }
        String name = GitNames.ref(ref);
        if (GitNames.isShortCommit(ref)) {
            Map<String, String> all = list(question);
            Optional<ResolvedRef> named = named(all, name);
            return named.isPresent() ? named.get() : shortCommit(question, ref, all);
        }
        String tag = name.startsWith("refs/") ? name : TAGS + name;
        return named(list(question, name, HEADS + name, tag, tag + PEELED), name)
                .orElseThrow(() -> notFound(name));
    }

    private ResolvedRef defaultBranch(Question question) throws InterruptedException {
        Map<String, String> head = list(question, "HEAD");
        @Nullable String commit = head.get("HEAD");
        if (commit == null) {
            throw notFound("HEAD");
        }
        @Nullable String branch = head.get("ref: HEAD");
        return branch != null && branch.startsWith(HEADS)
                ? new ResolvedRef(commit, branch.substring(HEADS.length()), ResolvedRef.Kind.BRANCH)
                : new ResolvedRef(commit, commit, ResolvedRef.Kind.COMMIT);
    }

    /** A branch before a tag of the same name: what is deployed by name is mostly a branch. */
    private static Optional<ResolvedRef> named(Map<String, String> refs, String name) {
        String branch = name.startsWith("refs/") ? name : HEADS + name;
        String tag = name.startsWith("refs/") ? name : TAGS + name;
        @Nullable String commit = refs.get(tag + PEELED);
        if (refs.containsKey(branch) && (commit == null || !branch.equals(tag))) {
            ResolvedRef.Kind kind = branch.startsWith(TAGS) ? ResolvedRef.Kind.TAG : ResolvedRef.Kind.BRANCH;
            return Optional.of(new ResolvedRef(String.valueOf(refs.get(branch)), name, kind));
        }
        if (commit == null) {
            commit = refs.get(tag);
        }
        return Optional.ofNullable(commit).map(found -> new ResolvedRef(found, name, ResolvedRef.Kind.TAG));
    }

    private ResolvedRef shortCommit(Question question, String abbreviated, Map<String, String> all)
            throws InterruptedException {
        Set<String> tips = new LinkedHashSet<>();
        all.forEach((ref, commit) -> {
            if (commit.startsWith(abbreviated) && !all.containsKey(ref + PEELED)) {
                tips.add(commit);
            }
        });
        if (tips.size() == 1) {
            return new ResolvedRef(tips.iterator().next(), abbreviated, ResolvedRef.Kind.COMMIT);
        }
        return inHistory(question, abbreviated);
    }

    /** Fetches the history without its files where the server can leave them out, and looks there. */
    private ResolvedRef inHistory(Question question, String abbreviated) throws InterruptedException {
        Path clone = scratch.resolve("history-" + UUID.randomUUID());
        String marker = "git-history-" + clone.getFileName();
        try {
            run(
                    question,
                    marker,
                    "clone",
                    "--bare",
                    "--quiet",
                    "--no-local",
                    "--filter=tree:0",
                    "--",
                    question.url().argument(),
                    clone.toString());
            GitRunner.Result found = git.local(
                    marker,
                    Map.of(),
                    List.of(
                            "--git-dir=" + clone,
                            "rev-parse",
                            "--verify",
                            "--quiet",
                            "--end-of-options",
                            abbreviated + "^{commit}"),
                    question.watch());
            if (found.exit() != 0 || found.output().isEmpty()) {
                throw notFound(abbreviated);
            }
            return new ResolvedRef(found.output().getFirst(), abbreviated, ResolvedRef.Kind.COMMIT);
        } finally {
            GitFiles.delete(clone);
        }
    }

    /** Commits by full ref name; {@code ref: HEAD} holds the name HEAD points to. */
    private Map<String, String> list(Question question, String... patterns) throws InterruptedException {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("ls-remote", "--quiet", "--symref", "--", question.url().argument()));
        arguments.addAll(List.of(patterns));
        List<String> output = run(question, "git-resolve-" + UUID.randomUUID(), arguments.toArray(String[]::new))
                .output();
        Map<String, String> refs = new LinkedHashMap<>();
        for (String line : output) {
            int tab = line.indexOf('\t');
            if (tab < 0) {
                continue;
            }
            String left = line.substring(0, tab);
            String right = line.substring(tab + 1);
            if (left.startsWith("ref: ")) {
                refs.put("ref: " + right, left.substring(5));
            } else if (GitNames.isCommit(left)) {
                refs.put(right, left);
            }
        }
        return refs;
    }

    private GitRunner.Result run(Question question, String marker, String... arguments) throws InterruptedException {
        try {
            Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GitRunner.Result result = git.remote(
                marker,
                question.url(),
                question.addresses(),
                question.credential(),
                List.of(arguments),
                question.watch());
        if (result.exit() != 0) {
            throw GitFailure.of(result.error()).problem(result.error());
        }
        return result;
    }

    private static ProblemException notFound(String ref) {
        return new ProblemException(
                ProblemType.SOURCE_NOT_FOUND, "The repository has no one branch, tag or commit '" + ref + "'");
    }
}
