package io.automationhub.hub.platform.web.health;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final HealthCheckRegistry checks;
    private final Set<String> optional;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Found last;

    private record Found(Health health, long nanos) {}

    private record Looked(HealthCheck.Result result, long nanos) {}

    /**
     * Looks at everything registered, in the order of its names.
     *
     * @param optional names of what only some requests need, so that others should go on coming while it is away
     */
    public HealthService(HealthCheckRegistry checks, Set<String> optional) {
        this.checks = checks;
        this.optional = Set.copyOf(optional);
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
            Map<String, Future<Looked>> running = new LinkedHashMap<>();
            for (String name : checks.getNames()) {
                running.put(name, threads.submit(() -> {
                    HealthCheck.Result result = checks.runHealthCheck(name);
                    return new Looked(result, System.nanoTime() - begun);
                }));
            }
            for (Map.Entry<String, Future<Looked>> check : running.entrySet()) {
                Health.Check result = result(check.getKey(), check.getValue(), begun);
                up &= result.status() == Health.Status.UP || optional.contains(check.getKey());
                found.add(result);
            }
        } finally {
            threads.shutdownNow();
        }
        return new Health(up ? Health.Status.UP : Health.Status.DOWN, found);
    }

    private static Health.Check result(String name, Future<Looked> running, long begun) {
        String detail;
        try {
            long left = Math.max(0, LIMIT.toNanos() - (System.nanoTime() - begun));
            Looked looked = running.get(left, TimeUnit.NANOSECONDS);
            if (looked.result().isHealthy()) {
                return new Health.Check(name, Health.Status.UP, null, TimeUnit.NANOSECONDS.toMillis(looked.nanos()));
            }
            Throwable error = looked.result().getError();
            LOG.debug("The check '{}' failed", name, error);
            detail = error instanceof ProblemException problem ? problem.detail() : "is away";
        } catch (TimeoutException | CancellationException e) {
            detail = "no answer within " + LIMIT.toSeconds() + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            detail = "looking was interrupted";
        } catch (ExecutionException e) {
            LOG.debug("The check '{}' failed", name, e.getCause());
            detail = "is away";
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return new Health.Check(name, Health.Status.DOWN, detail, took);
    }
}
