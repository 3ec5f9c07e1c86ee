package io.automationhub.hub.platform.realtime;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The streams open in this process: how many one caller, and all together, may hold, and their end with the program. */
public final class StreamLimits implements AutoCloseable {

    private final int perCaller;
    private final int total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> open = new HashMap<>();
    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private int all;
    private volatile boolean closed;

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
        Place place = new Place(caller);
        places.add(place);
        return place;
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

    /** Ends all streams; their clients come again elsewhere, with the id of the last item they saw. */
    @Override
    public void close() {
        closed = true;
        places.forEach(Place::end);
    }

    /** A place taken. */
    public final class Place implements AutoCloseable {

        private final String caller;
        private final AtomicBoolean given = new AtomicBoolean();
        private volatile @Nullable Runnable ending;

        private Place(String caller) {
            this.caller = caller;
        }

        /** What ends the stream when the program stops. */
        void onEnd(Runnable end) {
            ending = end;
            if (closed) {
                end.run();
            }
        }

        private void end() {
            Runnable end = ending;
            if (end != null) {
                end.run();
            }
        }

        @Override
        public void close() {
            if (given.compareAndSet(false, true)) {
                places.remove(this);
                giveBack(caller);
            }
        }
    }
}
