package io.automationhub.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Housekeeping of this process. A task that fails is told of and runs again the next time. */
final class Periodic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final List<Thread> threads = new ArrayList<>();

    /** Runs a task again and again on a thread of its own, with a pause before each time. */
    void every(Duration pause, Runnable task) {
        threads.add(Thread.ofVirtual().name("periodic").start(() -> repeat(pause, task)));
    }

    private static void repeat(Duration pause, Runnable task) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause);
                guarded(task);
            }
        } catch (InterruptedException e) {
            LOG.debug("Housekeeping ends");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("Housekeeping was cut short: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
