package io.automationhub.activities.git;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where sources are kept and how much may be spent on them.
 *
 * @param workRoot the host's work root; caches are in {@code git}, checkouts in {@code runs/<run>/source}
 * @param cacheBytes size of all caches together from which those unused longest are deleted
 * @param timeout of one git command
 * @param maxSubmodules of one repository, those of its submodules included
 */
public record GitSettings(Path workRoot, long cacheBytes, Duration timeout, int maxSubmodules) {

    /** 5 GiB of caches, 20 minutes a command, 50 submodules. */
    public static GitSettings in(Path workRoot) {
        return new GitSettings(workRoot, 5L << 30, Duration.ofMinutes(20), 50);
    }
}
