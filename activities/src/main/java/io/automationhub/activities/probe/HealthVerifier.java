package io.automationhub.activities.probe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.pipeline.HealthCheck;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until instances are healthy, or says why they are not. */
public final class HealthVerifier {

    private static final long TICK_MILLIS = 500;
    private static final int LOG_LINES = 50;

    private final ContainerStates states;
    private final ContainerExec exec;
    private final InstantSource clock;

    public HealthVerifier(ContainerStates states, ContainerExec exec, InstantSource clock) {
        this.states = states;
        this.exec = exec;
        this.clock = clock;
    }

    /** Follows the probes; what a method throws ends them and is passed on. */
    public interface Watch {

        /** A line for people. */
        void line(String text);

        /** Called at least once a second. */
        void alive();
    }

    /**
     * What it took.
     *
     * @param probes all together
     * @param seconds until the last instance was healthy
     */
    public record Verified(int probes, double seconds) {}

    private record End(InstanceInfo instance, @Nullable Throwable failure) {}

    /**
     * Probes all instances at once until each is healthy.
     *
     * @throws ProblemException {@code unhealthy} or {@code container_exited} as soon as one instance failed, with the
     *     transcript of all probes and the last lines of every instance as evidence
     */
    public Verified verify(List<InstanceInfo> instances, HealthCheck check, Watch watch) throws InterruptedException {
        long start = System.nanoTime();
        Transcript transcript = new Transcript();
        BlockingQueue<End> ends = new LinkedBlockingQueue<>();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (InstanceInfo instance : instances) {
            InstanceProbe probe = new InstanceProbe(instance, check, states, exec, (name, result) -> {
                if (transcript.add(clock.instant(), name, result)) {
                    lines.add(name + ": " + result);
                }
            });
            threads.add(Thread.startVirtualThread(() -> ends.add(end(instance, probe))));
        }
        try {
            for (int left = instances.size(); left > 0; ) {
                End end = ends.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                for (String line = lines.poll(); line != null; line = lines.poll()) {
                    watch.line(line);
                }
                if (end == null) {
                    watch.alive();
                } else if (end.failure() == null) {
                    left--;
                } else {
                    throw failed(end.failure(), instances, transcript);
                }
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        watch.line("Healthy after " + seconds + " s");
        return new Verified(transcript.probes(), seconds);
    }

    private static End end(InstanceInfo instance, InstanceProbe probe) {
        try {
            probe.untilHealthy();
            return new End(instance, null);
        } catch (InterruptedException | RuntimeException e) {
            return new End(instance, e);
        }
    }

    private RuntimeException failed(Throwable failure, List<InstanceInfo> instances, Transcript transcript) {
        if (!(failure instanceof ProblemException problem)) {
            return new IllegalStateException("A probe broke", failure);
        }
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        evidence.set("transcript", transcript.json());
        ObjectNode logs = evidence.putObject("logs");
        for (InstanceInfo instance : instances) {
            ArrayNode lines = logs.putArray(instance.name());
            try {
                states.lastLines(instance.container(), LOG_LINES).forEach(lines::add);
            } catch (ProblemException e) {
                // The failure itself matters more than that its log cannot be had.
                lines.add("(not available: " + e.detail() + ")");
            }
        }
        return problem.withEvidence(evidence);
    }
}
