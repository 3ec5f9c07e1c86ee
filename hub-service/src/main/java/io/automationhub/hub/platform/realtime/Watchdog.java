package io.automationhub.hub.platform.realtime;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interrupts the thread that serves a stream once its caller may no longer have it, even while it hangs in a write to a
 * client that does not read.
 */
final class Watchdog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final BooleanSupplier stillAllowed;
    private final Duration interval;
    private final Thread watching;
    private @Nullable Thread served;
    private volatile boolean revoked;
    private volatile boolean ended;

    /** Watches over the calling thread until closed. */
    Watchdog(BooleanSupplier stillAllowed, Duration interval) {
        this.stillAllowed = stillAllowed;
        this.interval = interval;
        this.served = Thread.currentThread();
        this.watching = Thread.ofVirtual().name("stream-watchdog").start(this::watch);
    }

    /** Whether the caller lost the right. */
    boolean revoked() {
        return revoked;
    }

    /** Whether the stream was ended from outside, for whatever reason. */
    boolean ended() {
        return ended;
    }

    private void watch() {
        try {
            while (allowed()) {
                Thread.sleep(interval);
            }
        } catch (InterruptedException e) {
            return;
        }
        revoked = true;
        interrupt();
    }

    /** Interrupts the served thread, if it still is served. */
    void interrupt() {
        ended = true;
        lock.lock();
        try {
            if (served != null) {
                served.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean allowed() {
        try {
            return stillAllowed.getAsBoolean();
        } catch (RuntimeException e) {
            log.warn("Whether a stream's caller is still allowed could not be told; closing the stream", e);
            return false;
        }
    }

    /** After this the served thread is interrupted no more, and an interruption of ours is taken back. */
    @Override
    public void close() {
        lock.lock();
        try {
            served = null;
        } finally {
            lock.unlock();
        }
        watching.interrupt();
        if (ended) {
            Thread.interrupted();
        }
    }
}
