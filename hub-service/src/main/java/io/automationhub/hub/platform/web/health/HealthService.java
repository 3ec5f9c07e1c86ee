package io.automationhub.hub.platform.web.health;

import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the readiness checks side by side, each within a time limit, and keeps what was found for a second. */
public final class HealthService {

    private static final Logger LOG = LoggerFactory.getLogger(HealthService.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final List<ReadinessCheck> checks;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Found last;

    private record Found(Health health, long nanos) {}

    /** The checks in the order they are shown in. */
    public HealthService(List<ReadinessCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** What is there and what is not; many askers at once look once. */
    Health ready() {
        Found found = last;
        if (found != null && System.nanoTime() - found.nanos() < KEPT.toNanos()) {
            return found.health();
        }
        looking.lock();
        try {
            found = last;
            if (found == null || System.nanoTime() - found.nanos() >= KEPT.toNanos()) {
                found = new Found(look(), System.nanoTime());
                last = found;
            }
            return found.health();
        } finally {
            looking.unlock();
        }
    }

    private Health look() {
        List<Health.Check> found = new ArrayList<>();
        boolean up = true;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            long begun = System.nanoTime();
            List<Future<Long>> running = new ArrayList<>();
            for (ReadinessCheck check : checks) {
                running.add(threads.submit(() -> {
                    check.check();
                    return System.nanoTime() - begun;
                }));
            }
            for (int i = 0; i < checks.size(); i++) {
                Health.Check result = result(checks.get(i), running.get(i), begun);
                up &= result.status() == Health.Status.UP || !checks.get(i).required();
                found.add(result);
            }
        } finally {
            threads.shutdownNow();
        }
        return new Health(up ? Health.Status.UP : Health.Status.DOWN, found);
    }

    private static Health.Check result(ReadinessCheck check, Future<Long> running, long begun) {
        String detail;
        try {
            long left = Math.max(0, LIMIT.toNanos() - (System.nanoTime() - begun));
            long took = running.get(left, TimeUnit.NANOSECONDS);
            return new Health.Check(check.name(), Health.Status.UP, null, TimeUnit.NANOSECONDS.toMillis(took));
        } catch (TimeoutException | CancellationException e) {
            detail = "no answer within " + LIMIT.toSeconds() + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            detail = "looking was interrupted";
        } catch (ExecutionException e) {
            LOG.debug("The check '{}' failed", check.name(), e.getCause());
            detail = e.getCause() instanceof ProblemException problem ? problem.detail() : "is away";
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return new Health.Check(check.name(), Health.Status.DOWN, detail, took);
    }
}
