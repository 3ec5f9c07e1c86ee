package io.automationhub.activities.git;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where sources are kept and how much may be spent on them.
 *
 * @param workRoot the host's work root; caches are in {@code git}, checkouts in {@code runs/<run>/source}
 * @param cacheBytes size of all caches together from which those unused longest are deleted
 * @param timeout of one git command
 * @param budget of one fetch and one checkout
 * @param authorities PEM file of the certificate authorities that https servers are checked against; null for the
 *     machine's own
 */
public record GitSettings(
        Path workRoot,
        long cacheBytes,
        Duration timeout,
        Budget budget,
        @Nullable Path authorities) {

    /**
     * What one source may cost.
     *
     * @param submodules those of submodules included
     * @param files files, folders and links of a checkout
     * @param bytes of a checkout, and of what one fetch brings
     */
    public record Budget(int submodules, int files, long bytes) {
        /** As much as a build context may be. */
        public static final Budget DEFAULT = new Budget(50, 500_000, 4L << 30);
    }

    /** 5 GiB of caches, 20 minutes a command. */
    public static GitSettings in(Path workRoot) {
        return new GitSettings(workRoot, 5L << 30, Duration.ofMinutes(20), Budget.DEFAULT, null);
    }
}
