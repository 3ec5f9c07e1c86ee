package io.automationhub.hub.platform.temporal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that heartbeats for all activities that run, so that a long call in one of them is not taken for dead. */
public final class Keepalive implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Keepalive.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("activity-keepalive").factory());

    /** Calls the beat every two seconds until the registration ends. */
    Registration register(Runnable beat) {
        ScheduledFuture<?> task = timer.scheduleWithFixedDelay(
                () -> guarded(beat), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return () -> task.cancel(false);
    }

    private static void guarded(Runnable beat) {
        try {
            beat.run();
        } catch (RuntimeException e) {
            // Without Temporal there is nobody to tell; the activity goes on and its result is what counts.
            LOG.debug("A heartbeat was not sent: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Ends the beats of one activity. */
    @FunctionalInterface
    interface Registration {
        void end();
    }
}
