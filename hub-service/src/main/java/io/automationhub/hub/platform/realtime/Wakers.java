package io.automationhub.hub.platform.realtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets readers sleep until something they watch may have changed.
 *
 * <p>A reader registers first, notes the count, then looks; if it found nothing it waits for the count to pass what it
 * noted. What happens between looking and waiting therefore ends the wait at once.
 *
 * @param <K> what is watched
 */
public final class Wakers<K> {

    private final ConcurrentMap<K, Set<Waker>> watched = new ConcurrentHashMap<>();

    /** Starts watching; to be closed. */
    public Waker watch(K key) {
        Waker waker = new Waker(key);
        watched.compute(key, (k, wakers) -> {
            Set<Waker> present = wakers == null ? ConcurrentHashMap.newKeySet() : wakers;
            present.add(waker);
            return present;
        });
        return waker;
    }

    /** Wakes those who watch the key. */
    public void wake(K key) {
        Set<Waker> wakers = watched.get(key);
        if (wakers != null) {
            wakers.forEach(Waker::wake);
        }
    }

    /** Wakes everybody: signals may have been missed. */
    public void wakeAll() {
        watched.values().forEach(wakers -> wakers.forEach(Waker::wake));
    }

    /** Number of keys somebody watches. */
    public int size() {
        return watched.size();
    }

    /** One reader's watch. */
    public final class Waker implements AutoCloseable {

        private final K key;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private long count;

        private Waker(K key) {
            this.key = key;
        }

        /** To be noted before looking. */
        public long count() {
            lock.lock();
            try {
                return count;
            } finally {
                lock.unlock();
            }
        }

        /** Waits until the count has passed {@code noted}, at most for {@code patience}; whether it has. */
        public boolean await(long noted, Duration patience) throws InterruptedException {
            long left = patience.toNanos();
            lock.lockInterruptibly();
            try {
                while (count == noted && left > 0) {
                    left = changed.awaitNanos(left);
                }
                return count != noted;
            } finally {
                lock.unlock();
            }
        }

        private void wake() {
            lock.lock();
            try {
                count++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            watched.computeIfPresent(key, (k, wakers) -> {
                wakers.remove(this);
                return wakers.isEmpty() ? null : wakers;
            });
        }
    }
}
