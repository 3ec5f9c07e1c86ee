package io.automationhub.hub.features.logs;

import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * What hides secrets in each organization's lines. Nothing is let through before an organization's secrets have been read
 * once; from then on they are read again now and then, for those that other replicas have stored, and while that cannot
 * be done the known ones are hidden.
 */
final class LogMasks {

    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final long RETRY = Duration.ofMillis(250).toNanos();

    private final Function<OrganizationId, UnaryOperator<String>> source;
    private final ConcurrentMap<OrganizationId, Mask> masks = new ConcurrentHashMap<>();

    /** Asks a function that throws while the secrets cannot be read. What it gives is used by many threads. */
    LogMasks(Function<OrganizationId, UnaryOperator<String>> source) {
        this.source = source;
    }

    /** The mask, or null when the organization's secrets have not been read yet. Never waits. */
    @Nullable
    UnaryOperator<String> ready(OrganizationId organization) {
        Mask mask = masks.get(organization);
        return mask == null ? null : mask.ready;
    }

    /** Reads the secrets where they have not been read lately; whoever comes meanwhile waits. The mask, or null. */
    @Nullable
    UnaryOperator<String> load(OrganizationId organization) {
        Mask mask = masks.computeIfAbsent(organization, o -> new Mask());
        mask.lock.lock();
        try {
            if (System.nanoTime() - mask.next >= 0) {
                load(organization, mask);
            }
            return mask.ready;
        } finally {
            mask.lock.unlock();
        }
    }

    private void load(OrganizationId organization, Mask mask) {
        try {
            mask.ready = source.apply(organization);
            mask.next = System.nanoTime() + FRESH;
        } catch (ProblemException | JdbiException e) {
            mask.next = System.nanoTime() + RETRY;
        }
    }

    private static final class Mask {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable UnaryOperator<String> ready;
        private long next = System.nanoTime();
    }
}
