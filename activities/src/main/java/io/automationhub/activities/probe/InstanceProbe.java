package io.automationhub.activities.probe;

import io.automationhub.workflows.pipeline.HealthCheck;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Probes one instance until it is healthy or has failed.
 *
 * <p>Probes come quickly at first, so that an application that is up is seen at once, and then up to a second apart. A
 * failed one counts only after the start period, and at most once an interval: so an instance has its start period and
 * {@code retries} intervals, however often it is looked at meanwhile.
 */
final class InstanceProbe {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration FIRST_COMMAND_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final double GROWTH = 1.5;

    /** Without a check there must be some time in which a crash at start shows. */
    private static final Duration DEFAULT_START_PERIOD = Duration.ofSeconds(3);

    private final InstanceInfo instance;
    private final HealthCheck check;
    private final ContainerStates states;
    private final ContainerExec exec;
    private final BiConsumer<String, String> found;
    private final Duration startPeriod;
    private final Duration interval;
    private final Duration timeout;

    InstanceProbe(
            InstanceInfo instance,
            HealthCheck check,
            ContainerStates states,
            ContainerExec exec,
            BiConsumer<String, String> found) {
        this.instance = instance;
        this.check = check;
        this.states = states;
        this.exec = exec;
        this.found = found;
        Duration given = seconds(check.startPeriodSeconds());
        this.startPeriod = check.type() == HealthCheck.Type.NONE && given.isZero() ? DEFAULT_START_PERIOD : given;
        this.interval = atLeast(FIRST_PAUSE, seconds(check.intervalSeconds()));
        this.timeout = atLeast(FIRST_PAUSE, seconds(check.timeoutSeconds()));
    }

    /**
     * Returns when it is healthy.
     *
     * @throws ProblemException {@code unhealthy} or {@code container_exited}
     */
    void untilHealthy() throws InterruptedException {
        long start = System.nanoTime();
        long lastCounted = start + startPeriod.toNanos() - interval.toNanos();
        int failures = 0;
        Duration pause = check.type() == HealthCheck.Type.COMMAND ? FIRST_COMMAND_PAUSE : FIRST_PAUSE;
        while (true) {
            ProbeResult result = probe();
            found.accept(instance.name(), result.text());
            checkRunning();
            long now = System.nanoTime();
            boolean started = now - start >= startPeriod.toNanos();
            if (result.healthy() && (started || check.type() != HealthCheck.Type.NONE)) {
                return;
            }
            if (!result.healthy() && started && now - lastCounted >= interval.toNanos()) {
                lastCounted = now;
                failures++;
                if (failures >= Math.max(1, check.retries())) {
                    throw new ProblemException(
                            ProblemType.UNHEALTHY,
                            "The health check of '" + instance.name() + "' did not pass: " + result.text());
                }
            }
            Thread.sleep(pause);
            Duration longer = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }

    private ProbeResult probe() throws InterruptedException {
        InetSocketAddress address = new InetSocketAddress(instance.address(), instance.port());
        return switch (check.type()) {
            case HTTP ->
                SocketProbes.http(address, check.path() == null ? "/" : check.path(), check.expectStatus(), timeout);
            case TCP, NONE -> SocketProbes.tcp(address, timeout);
            case COMMAND -> command(check.command() == null ? List.of() : check.command());
        };
    }

    private ProbeResult command(List<String> command) throws InterruptedException {
        try {
            int exit = exec.run(instance.container(), command, timeout);
            return new ProbeResult(exit == 0, "command ended with " + exit);
        } catch (ProblemException e) {
            return new ProbeResult(false, e.type() == ProblemType.TIMEOUT ? "no answer in time" : e.detail());
        }
    }

    private void checkRunning() {
        ContainerStates.State state = states.state(instance.container());
        if (!state.running() || state.restarts() > 0) {
            String how = state.exitCode() == null ? "ended" : "ended with exit code " + state.exitCode();
            found.accept(instance.name(), "container " + how);
            throw new ProblemException(
                    ProblemType.CONTAINER_EXITED, "The container of '" + instance.name() + "' " + how);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (Math.max(0, Math.min(seconds, 86_400)) * 1000));
    }

    private static Duration atLeast(Duration least, Duration given) {
        return given.compareTo(least) < 0 ? least : given;
    }
}
