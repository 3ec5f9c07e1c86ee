package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the contents of large files (Git LFS) in the place of their pointers. The hub speaks the protocol itself: the
 * git-lfs program resolves and connects on its own, past the check of addresses, and reads configuration that the
 * repository brings.
 */
final class LargeFiles {

    private static final long MAX_ATTRIBUTES = 1 << 20;

    private final GitRunner git;
    private final GitCache cache;
    private final Checkout checkout;
    private final SourcePolicy policy;
    private final GitSettings settings;
    private final GitWatch watch;

    LargeFiles(
            GitRunner git,
            GitCache cache,
            Checkout checkout,
            SourcePolicy policy,
            GitSettings settings,
            GitWatch watch) {
        this.git = git;
        this.cache = cache;
        this.checkout = checkout;
        this.policy = policy;
        this.settings = settings;
        this.watch = watch;
    }

    /**
     * Fills those of a commit that was checked out last.
     *
     * @throws ProblemException when a content cannot be had: a pointer is never left in its place
     */
    void fill(GitClient.Wanted wanted, Tree tree, Path below) throws InterruptedException {
        Path folder = checkout.source().resolve(below);
        if (tree.attributes().stream().noneMatch(path -> speaksOfLargeFiles(folder.resolve(path)))) {
            return;
        }
        Map<Path, LfsPointer> pointers = new LinkedHashMap<>();
        for (String path : checkout.filtered(below, "lfs")) {
            Path file = folder.resolve(path).normalize();
            if (file.startsWith(folder) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                pointer(file).ifPresent(pointer -> pointers.put(file, pointer));
            }
        }
        List<LfsPointer> missing = new ArrayList<>();
        for (LfsPointer pointer : pointers.values()) {
            tree.spend(pointer.size());
            if (!missing.contains(pointer) && Files.notExists(cache.largeFile(pointer.digest()))) {
                missing.add(pointer);
            }
        }
        if (!missing.isEmpty()) {
            watch.line("Fetching " + missing.size() + " large files");
            LfsSource source = source(wanted, folder);
            cache.<Boolean, RuntimeException>alone(watch, () -> {
                source.fetch(missing);
                return true;
            });
        }
        cache.<Boolean, RuntimeException>shared(watch, () -> {
            pointers.forEach(this::replace);
            return true;
        });
    }

    private LfsSource source(GitClient.Wanted wanted, Path folder) throws InterruptedException {
        return wanted.url().scheme() == GitUrl.Scheme.LOCAL
                ? new LfsFolder(Path.of(wanted.url().path()), cache)
                : LfsServer.of(git, policy, settings, cache, wanted, folder, watch);
    }

    private static boolean speaksOfLargeFiles(Path attributes) {
        try {
            return Files.isRegularFile(attributes, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(attributes) <= MAX_ATTRIBUTES
                    && new String(Files.readAllBytes(attributes), StandardCharsets.ISO_8859_1).contains("lfs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<LfsPointer> pointer(Path file) {
        try {
            return Files.size(file) <= LfsPointer.MAX_SIZE
                    ? LfsPointer.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes into the file git made, so that it stays executable when it was. */
    private void replace(Path file, LfsPointer pointer) {
        try (OutputStream out = Files.newOutputStream(
                file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(cache.largeFile(pointer.digest()), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
