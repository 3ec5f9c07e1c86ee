package io.automationhub.hub.platform.realtime;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** How many streams one caller, and all together, may hold open in this process. */
public final class StreamLimits {

    private final int perCaller;
    private final int total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> open = new HashMap<>();
    private int all;

    public StreamLimits(int perCaller, int total) {
        this.perCaller = perCaller;
        this.total = total;
    }

    /**
     * Takes a place; to be closed.
     *
     * @throws ProblemException {@code rate_limited} when there is none left
     */
    public Place take(String caller) {
        lock.lock();
        try {
            int mine = open.getOrDefault(caller, 0);
            if (mine >= perCaller) {
                throw new ProblemException(
                        ProblemType.RATE_LIMITED, "At most " + perCaller + " streams may be open at a time");
            }
            if (all >= total) {
                throw new ProblemException(ProblemType.RATE_LIMITED, "Too many streams are open; try again later");
            }
            open.put(caller, mine + 1);
            all++;
        } finally {
            lock.unlock();
        }
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                giveBack(caller);
            }
        };
    }

    /** Streams open now. */
    public int size() {
        lock.lock();
        try {
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(String caller) {
        lock.lock();
        try {
            all--;
            open.computeIfPresent(caller, (c, mine) -> mine == 1 ? null : mine - 1);
        } finally {
            lock.unlock();
        }
    }

    /** A place taken. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }
}
